"""Values that have gone wrong somewhere before, for the places of a call."""

from typing import Any

HOSTILE: list[Any] = [
    None, True, False, 0, -1, 1, 2, 2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**63 - 1, 2**63, -(2**63),
    10**30, 0.1, -0.5, 1e15, 1e300, "", " ", "0", "1", "-1", "9" * 25, "1e9", "true", "null", "x",
    "a" * 60, "a" * 256, "Ы" * 300, "x" * 70_000, "a b", "../../config.php", "/etc/passwd", "a/../b",
    "..", ".", "a\\b", "C:\\x", "a\u0000b", "\u0000", "\u0001\u0008", "a\nb", "\u2028", "\ufeff",
    "\ufffe", "😀", "и\u0306", "\u202etxt", "' OR 1=1 --", '"; DROP TABLE user; --', "%", "_", "\\",
    "$1", "?", ":key", "{user}", "{$a}", "<script>alert(1)</script>", "<b", "<p>x</p>",
    "&lt;", "&#0;", '<span lang="ru" class="multilang">а</span>', "=cmd|' /C calc'!A0", "[]", "{}",
    "javascript:alert(1)", "http://[::1", "data:text/html,x", "===", "@@PLUGINFILE@@/x", "#1", "#2", "@",
    "@x", "all", "other", "general", "vsosh:", "?1", "?1+", [], {}, [[]], [{}], [None], {"": 1},
    {"a": {"b": {}}}, ["x"] * 3, [1, "1", True], {"0": 1, "1": 2}, {"key": "x"}, {"course": "x"},
]  # fmt: skip
"""Values that have gone wrong somewhere before: bounds of columns and of integers, other types, texts of other languages."""

SOURCES = [
    "", "::", "{", "}", "{}", "::a:: {", "::a:: x {=}", "::a:: x {#}", "::a:: x {#1:}", "::a:: x {#..}",
    "::a:: x {=1->}", "$CATEGORY: ../../x\n\n::a:: x {T}", "::a:: x {T}\n\n::a:: y {F}", "::a:: {=%999%x ~y}",
    "[html]::a:: <script>1</script>{T}", "::a::[nosuch] x {T}", "::a:: x {~%-50%a =%1e9%b}", "\u0000",
    "::" + "я" * 300 + ":: x {T}", "// only", "::a:: \\{ \\} {=\\=}", "<", "<quiz/>", "<quiz>", "<x></x>",
    "<?xml version='1.0'?><!DOCTYPE q [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><quiz>&a;</quiz>",
    ("<?xml version='1.0'?><!DOCTYPE q [<!ENTITY a '1234567890'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]>"
    "<quiz><question type='truefalse'><name><text>&d;</text></name></question></quiz>"),
    "<quiz><question type='truefalse'></question></quiz>", "<quiz><question/></quiz>",
    "<quiz><question type='../../config'><name><text>a</text></name></question></quiz>",
    ("<quiz><question type='truefalse'><name><text>a</text></name><questiontext format='html'><text>x</text>"
    "<file name='../../x.php' path='/../' encoding='base64'>!!!</file></questiontext></question></quiz>"),
    ("<quiz><question type='numerical'><name><text>a</text></name><questiontext><text>x</text></questiontext>"
    "<answer fraction='abc'><text>1e999</text><tolerance>x</tolerance></answer></question></quiz>"),
    ("<quiz><question type='multichoice'><name><text>a</text></name><questiontext><text>x</text></questiontext>"
    "<single>maybe</single><answer fraction='1e9'><text></text></answer></question></quiz>"),
    ("<quiz><question type='truefalse'><name><text>a</text><text>b</text></name><defaultgrade>-1e99</defaultgrade>"
    "<questiontext format='no'><text><![CDATA[]]></text></questiontext><answer fraction='100'><text>true</text>"
    "</answer><answer fraction='0'><text>false</text></answer></question></quiz>"),
]  # fmt: skip
"""Sources of questions that are broken, boundless or reach out of their place."""

BROKEN = [
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xd0",
    b"\xfe\xff",
    b"\x80",
    b"\x00",
]
"""Bytes that are no UTF-8: overlong, surrogates, beyond the last plane, cut short."""

TEXTS = [
    "", " ", "null", "1", '"x"', "[", "{", "[}", "{'a': 1}", "[1,]", "NaN", "[NaN]", "[1e999]", '{"a":-}',
    '["\\ud800"]', '{"\\u0000": 1}', '["a\\u0000b"]', "[" * 63 + "]" * 63, "[" * 64 + "]" * 64,
    "[" * 20_000 + "]" * 20_000, '{"a":' * 300 + "1" + "}" * 300, '{"users":1,"users":[]}', "[1]x", "\ufeff{}",
    "[" + "1," * 20_000 + "1]", '"' + "x" * 100_000 + '"', "{}", "[]", "a:0:{}", 'O:8:"stdClass":0:{}', "<x/>",
]  # fmt: skip
"""Texts in the place of a JSON document."""

SCALARS = [
    "", "0", "1", "-1", "abc", "1.5", "1e3", "0x10", " 1", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "' OR 1=1 --", "Ы", "\u0000", "a\u0000b", "<b>", "%00", "../..", "x" * 3000, "[]", "{}",
    "users,0", "users:1", "users:0:0", "0:0", "users:9223372036854775808", "courses:-1", "#1", "#0", "@x", "#99999999999999999999",
]  # fmt: skip
"""Texts in the place of a plain argument."""

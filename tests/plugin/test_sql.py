"""No SQL of the plugin is made of what somebody sent: values travel as placeholders.

Every piece that stands in a statement and is no literal is listed here with what it is made of. A new one
has to be looked at, and becomes a placeholder or gets its line.
"""

import re
from collections.abc import Iterator
from pathlib import Path

PLUGIN = Path(__file__).parents[2] / "plugin" / "local_vsosh"
FILES = sorted(
    path
    for path in PLUGIN.rglob("*.php")
    if not {"lang", "tests"} & set(path.relative_to(PLUGIN).parts)
)
LISTS = {"$in", "$sql", "$notin", "$open"}
"""What `$DB->get_in_or_equal()` made: placeholders. A test below holds each to that."""

ALLOWED = {
    "classes/forgetting.php": {
        "$banks": "a literal SELECT of the line before",
        "$like": "$DB->sql_like() of a literal column and a placeholder",
    },
    "classes/members/course_writer.php": {
        "$where": "columns of literal arrays of this class, each with a placeholder",
    },
    "classes/people/account_rows.php": {
        "$column": "one of three literals of this class",
        "$deleted": "a literal or nothing",
    },
    "classes/people/new_accounts.php": {
        "$path": "$DB->sql_concat() of a literal and a column",
        "$fields": "columns named by core",
    },
    "classes/progress/content_tables.php": {
        "$due": "an expression of this class's constant",
        "$this->first_grade()": "SQL of literals",
    },
    "classes/progress/people_tables.php": {
        "$this->active()": "SQL of literals; the moment is a placeholder",
        "$better": "that SQL",
        "$enrolment": "a literal alias",
        "$instance": "a literal alias",
        "$now": "a placeholder",
        "$DB->sql_concat()": "literal columns",
    },
    "classes/progress/result_tables.php": {
        "$this->first_grade()": "SQL of literals",
        "$grade": "a literal expression",
        "$this->request": "an argument of param(), which makes it a placeholder",
    },
    "classes/progress/tables.php": {
        "$column": "a literal of the caller's",
        "$module": "a literal of the caller's",
        "$instance": "a literal of the caller's",
        "$none": "a number, constant of core",
        "$DB->sql_like()": "a literal column and a placeholder",
        "$this->request": "an argument of param(), which makes it a placeholder",
    },
    "classes/questions/bank_reader.php": {"$ready": "a literal"},
    "classes/questions/question_writer.php": {"$column": "one of two literals of this class"},
    "classes/state/part.php": {
        "$source": "SQL that the plugin's classes wrote",
        "$place": "a number",
        "$column": "a key of this class's array of columns",
    },
    "classes/state/school.php": {
        "$table": "one of two literals of this class",
        "$column": "a literal of the caller's",
    },
}
METHODS = {
    "$this->param()", "$this->among()", "$this->courses_sql()", "$this->our_user()",
    "$this->since_sql()", "$this->activity_of()", "$this->ours()", "$this->our_course()", "$this->in_courses()",
}  # fmt: skip
"""Methods of the tables' classes that return placeholders and literals."""

STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
SPEAKS_SQL = re.compile(
    r"\b(?:SELECT|FROM|WHERE|UPDATE|JOIN|ORDER BY|AND|OR|EXISTS|LIKE|IS NULL|AS)\b|\{\w+\}|\w (?:=|<>|<|>) |\bIN \("
)
VARIABLE = re.compile(r"\{?(\$\w+(?:->\w+(?P<call>\()?)?)")
BEHIND = re.compile(r"\s*\.\s*(\$\w+(?:->\w+(\()?)?)")
BEFORE = re.compile(r"(\$\w+(?:->\w+)?(\([^()]*\))?)\s*\.\s*$")
TAKES_SQL = re.compile(
    r"\$DB->(?:\w+_(?:sql|select|select_menu|sql_menu)|execute|delete_records_subquery)\(\s*"
)


def named(piece: str, *, call: bool) -> str:
    return f"{piece.rstrip('(')}()" if call else piece


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of what stands in statements of a file and is no literal."""
    code = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    for found in STRING.finditer(code):
        line = code.count("\n", 0, found.start()) + 1
        literal = found.group()
        if literal.startswith('"') and (
            SPEAKS_SQL.search(literal) or re.match(r'"\$\w+ \$', literal)
        ):
            for one in VARIABLE.finditer(literal):
                yield line, named(one[1], call=bool(one["call"]))
        if (
            not SPEAKS_SQL.search(literal)
            or "get_string" in code[found.start() - 20 : found.start()]
        ):
            continue
        behind = BEHIND.match(code, found.end())
        if behind:
            yield line, named(behind[1], call=bool(behind[2]))
        before = BEFORE.search(code, max(0, found.start() - 120), found.start())
        if before:
            yield line, named(before[1].partition("(")[0], call=bool(before[2]))


def unknown(path: Path, text: str) -> list[str]:
    name = path.relative_to(PLUGIN).as_posix()
    known = {*LISTS, *METHODS, *ALLOWED.get(name, {})}
    return [
        f"{name}:{line}: {piece}"
        for line, piece in pieces(text)
        if piece not in known and piece.partition("[")[0] not in known
    ]


def test_statements_hold_literals_placeholders_and_what_was_looked_at() -> None:
    found = [one for path in FILES for one in unknown(path, path.read_text("utf-8"))]
    assert found == []


def test_what_was_looked_at_is_still_there() -> None:
    stale = [
        f"{name}: {piece}"
        for name, allowed in ALLOWED.items()
        for piece in allowed
        if piece not in {one for _, one in pieces((PLUGIN / name).read_text("utf-8"))}
    ]
    assert stale == []


def test_a_list_in_a_statement_is_made_of_placeholders() -> None:
    wrong = []
    for path in FILES:
        text = path.read_text("utf-8")
        for piece in {one for _, one in pieces(text)} & LISTS:
            made = rf"\[\{piece}, \$\w+\] = (?:\$DB->get_in_or_equal\(|self::chunks)|as \[\{piece}, \$\w+\]\)"
            of_literals = rf"\{piece} = (?:'[^']*'|\"[^\"$]*\"|\$DB->get_in_or_equal)"
            if not re.search(made, text) and not re.search(of_literals, text):
                wrong.append(f"{path.name}: {piece}")
    assert wrong == []


def test_the_request_is_read_by_moodle_alone() -> None:
    raw = re.compile(
        r"\$_(?:GET|POST|REQUEST|COOKIE|SERVER|FILES)\b|php://input|optional_param|required_param"
    )
    found = [path.name for path in FILES if raw.search(COMMENT.sub("", path.read_text("utf-8")))]
    assert found == []


def test_a_value_put_into_a_statement_would_be_noticed() -> None:
    path = PLUGIN / "classes" / "access.php"
    for bad in (
        '$DB->get_records_select("user", "idnumber = \'$key\'");',
        "$DB->get_records_sql('SELECT id FROM {user} WHERE idnumber = ' . $key);",
        "$DB->get_records_sql('SELECT id FROM {user} WHERE id = ' . $params->id . ' AND deleted = 0');",
        '$DB->execute("UPDATE {user} SET suspended = 1 WHERE id = {$row->id}");',
        "$where = $key . ' AND deleted = 0';",
    ):
        assert unknown(path, "<?php\n" + bad), bad
    assert (
        unknown(path, '<?php\n$DB->get_records_select("user", "id $in AND deleted = ?", $p);') == []
    )

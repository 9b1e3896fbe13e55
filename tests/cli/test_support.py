"""`support` and `history show`: all that helps, and nobody in it."""

import base64
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.apply.faulty_proxy import Fault, faulty_proxy
from tests.cli.conftest import Said
from tests.cli.live_school import CONFIG, PUPILS, Live, edit
from tests.cli.test_event_log import accounts_of, passwords
from vsosh_moodle.school.logins import transliterate

Vsosh = Callable[..., Said]

PEOPLE = ("Абаев", "Аслан", "Тимурович", "Бедоева", "Мария", "Олеговна", "А-1", "А-2")
TOLD = ("Школа Нигдейская", "Тихая улица", "ivan@нигде.рф", "+7 900 123-45-67", "Абаевский кружок")


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def spellings(word: str) -> Iterator[bytes]:
    """Yield a word in the guises it could slip through in."""
    for text in {word, word.lower(), word.upper(), word[::-1], transliterate(word).lower()}:
        if len(text) < 3:
            continue
        yield text.encode()
        yield quote(text).encode()
        yield json.dumps(text).strip('"').encode()
        for encoding in ("utf-16-le", "cp1251"):
            yield text.encode(encoding, "ignore") or b"\0" * 9
        for shift in range(3):
            # Three positions in the text give three spellings in base64; its ends depend on neighbours.
            coded = base64.b64encode(b"\0" * shift + text.encode()).strip(b"=")
            yield coded[4 if shift else 0 : -2] if len(coded) > 10 else text.encode()


@pytest.fixture
def bundle(live: Live, vsosh: Vsosh) -> dict[str, str]:
    edit(live.folder / CONFIG, "name: Школа", f"name: {TOLD[0]}")
    assert vsosh("apply", "--yes").code == 0
    with (live.folder / PUPILS).open("a", encoding="utf-8") as roster:
        roster.write(f"Жданова;{TOLD[1]};;99.99.2012;8Ы;{TOLD[3]}\n")
    with (live.folder / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f'Директор Абаев: "{TOLD[2]}"\n')
    log = live.folder / ".vsosh/log.jsonl"
    hostile = {
        "time": "Абаев", "event": "call", "level": "Бедоева", "function": "Абаев Аслан",
        "error": "нет Абаев", "counts": {"Абаев": 1}, "id": "Бедоева", "parts": {"Мария Олеговна": 2},
        "note": TOLD[4],
    }  # fmt: skip
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"{json.dumps(hostile, ensure_ascii=False)}\nАбаев Аслан\n[1]\n")
    (live.folder / "rosters/Абаев А.Т.абаев").write_text("Абаев", encoding="utf-8")
    said = vsosh("support", "--out", "помощь.zip")
    assert said.code == 0, said.err
    path = live.folder / "помощь.zip"
    assert path.stat().st_mode & 0o777 == 0o600
    return parts_of(path)


def test_nobody_and_no_secret_is_in_the_bundle_in_any_spelling(
    bundle: dict[str, str], live: Live
) -> None:
    whole = "\n".join(bundle.values()).encode()
    accounts = {text for row in accounts_of(live.site) for text in row if len(text) > 4}
    secret = {live.site.token, *passwords(live.folder), live.site.url, str(live.folder)}
    assert len(accounts) > 3
    for word in (*PEOPLE, *TOLD, *accounts, *secret):
        found = [one for one in spellings(word) if one in whole]
        assert found == [], word


def test_what_helps_is_in_it(bundle: dict[str, str]) -> None:
    about = json.loads(bundle["about.json"])
    assert about["libraries"]["requests"]
    config = json.loads(bundle["config.json"])
    assert config["version"] == 1
    assert config["classes"][0]["form"] == "очно-заочная"
    assert config["year"]["terms"][0]["key"] == "‹2›"
    (run,) = json.loads(bundle["history.json"])
    assert run["state"] == "done"
    assert {"kind": "user", "action": "create", "state": "done", "error": "", "count": 4} in run[
        "steps"
    ]
    assert [one["code"] for one in json.loads(bundle["problems.json"])]
    assert json.loads(bundle["state.json"])["rows"]["runs"] == 1
    site = json.loads(bundle["site.json"])
    assert {"not-made", "checks"} & site.keys()
    events = [json.loads(line) for line in bundle["log.jsonl"].splitlines()]
    assert sum(one["event"] == "call" for one in events) > 10
    assert "Имён" in bundle["README.txt"]


def test_a_broken_folder_has_a_bundle_too(live: Live, vsosh: Vsosh) -> None:
    (live.folder / CONFIG).write_text("\t: [", encoding="utf-8")
    (live.folder / ".vsosh").mkdir()
    (live.folder / ".vsosh/state.sqlite").write_bytes(b"not a database" * 100)
    said = vsosh("support", "--out", "помощь.zip", "--no-site", "--format", "json")
    assert said.code == 0, said.err
    parts = parts_of(Path(json.loads(said.out)["file"]))
    assert json.loads(parts["history.json"]) == {"not-made": "StateError", "code": ""}
    assert "site.json" not in parts
    again = vsosh("support", "--out", "помощь.zip")
    assert again.code == 2


def test_a_run_is_shown_with_its_calls_and_failures(live: Live, vsosh: Vsosh) -> None:
    def refuse_users(wsfunction: str, _count: int) -> Fault:
        return "503" if wsfunction.endswith(("create_courses", "put_courses")) else ""

    with faulty_proxy(live.site.url, refuse_users) as url:
        edit(live.folder / CONFIG, live.site.url, url)
        assert vsosh("apply", "--yes").code == 7
    said = vsosh("history", "show", "1")
    assert "core_course_create_courses" in said.out
    assert "--yes" in said.out
    assert "Запросы без хорошего ответа: SiteUnavailable" in said.out
    shown = json.loads(vsosh("history", "show", "1", "--format", "json").out)
    calls = shown["log"]["functions"]["core_course_create_courses"]
    assert calls["failed"] == calls["calls"] >= 1
    assert shown["owner"]
    assert shown["calls"] == sum(one["calls"] for one in shown["log"]["functions"].values())


def test_a_run_older_than_the_log_says_so(live: Live, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    (live.folder / ".vsosh/log.jsonl").unlink()
    said = vsosh("history", "show", "1")
    assert said.code == 0
    assert "в журнале работы уже нет" in said.err

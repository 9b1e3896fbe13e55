"""Whatever is wrong with the disk, the lock or a saved plan: one message, its exit code, nothing lost."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apply.faulty_proxy import Fault, faulty_proxy
from tests.cli.conftest import Said
from tests.cli.live_school import CONFIG, Live, edit, no_traces
from vsosh_moodle.store.lock import project_lock

Vsosh = Callable[..., Said]


@pytest.mark.parametrize("command", ["plan", "apply", "status"])
def test_a_state_folder_that_cannot_be_used(live: Live, vsosh: Vsosh, command: str) -> None:
    (live.folder / ".vsosh").write_text("", encoding="utf-8")
    said = vsosh(command, *(["--yes"] if command == "apply" else []))
    assert said.code == 3
    assert ".vsosh" in said.err
    assert "Проверьте" in said.err
    no_traces(said)
    assert live.site.calls == []


def test_a_damaged_state_file(live: Live, vsosh: Vsosh) -> None:
    (live.folder / ".vsosh").mkdir()
    (live.folder / ".vsosh/state.sqlite").write_bytes(b"not a database at all" * 100)
    said = vsosh("plan")
    assert said.code == 3
    assert "повреждён: это не база данных" in said.err
    assert "vsosh-moodle state restore" in said.err
    no_traces(said)


def test_a_disk_that_fails_in_mid_run(live: Live, vsosh: Vsosh) -> None:
    def lose_the_slips(called: str, _times: int) -> Fault:
        if called == "core_course_create_categories":
            (live.folder / "slips").write_text("", encoding="utf-8")
        return ""

    with faulty_proxy(live.site.url, lose_the_slips) as url:
        edit(live.folder / CONFIG, live.site.url, url)
        said = vsosh("apply", "--yes")
        assert said.code == 7
        assert "Не удалось записать пароли: такой файл уже есть." in said.err
        assert "не пропало" in said.err
        no_traces(said)
        assert not live.site.store.column("SELECT id FROM user WHERE idnumber <> ''")
        (live.folder / "slips").unlink()
        assert vsosh("apply", "--yes").code == 0
        assert vsosh("plan", "--exit-code").code == 0


def test_a_rehearsal_site_that_is_no_database(school: Path, vsosh: Vsosh) -> None:
    (school / ".vsosh").mkdir()
    (school / ".vsosh/sandbox.sqlite").write_bytes(b"not a database at all" * 100)
    said = vsosh("plan")
    assert said.code == 2
    assert "Файл учебного сайта" in said.err
    assert "Удалите этот файл" in said.err
    no_traces(said)


def test_the_rehearsal_sites_data_is_its_owners_only(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    inside = [path for path in (school / ".vsosh").rglob("*") if path.is_file()]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in inside}
    assert set(modes.values()) == {0o600}, modes


def test_a_second_run_is_kept_out(live: Live, vsosh: Vsosh) -> None:
    with project_lock(live.folder / ".vsosh/lock.json"):
        said = vsosh("apply", "--yes")
        assert said.code == 4
        assert "уже идёт другой запуск" in said.err
        assert "lock.json" in said.err
        assert vsosh("plan").code == 0
    assert live.count("cohort") == 0


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: edit(path, "Абаев", "Жуков"), "изменён после сохранения"),
        (lambda path: path.write_text("{"), "не план, который можно применить"),
        (lambda path: path.write_text("[1]"), "не план, который можно применить"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "не план, который можно применить"),
    ],
)
def test_a_plan_file_that_cannot_be_trusted(
    live: Live, vsosh: Vsosh, spoil: Callable[[Path], object], message: str
) -> None:
    vsosh("plan", "--out", "план.json")
    spoil(live.folder / "план.json")
    said = vsosh("apply", "план.json", "--yes")
    assert said.code == 4
    assert message in said.err
    assert "vsosh-moodle plan --out план.json" in said.err
    no_traces(said)
    assert live.count("cohort") == 0


def test_a_page_is_no_plan_to_apply(live: Live, vsosh: Vsosh) -> None:
    vsosh("plan", "--out", "план.html")
    said = vsosh("apply", "план.html", "--yes")
    assert said.code == 4
    assert "vsosh-moodle plan --out план.json" in said.err


@pytest.mark.parametrize(
    ("name", "reason"),
    [("нет.json", "такого файла или папки нет"), (".", "это папка, а нужен файл")],
)
def test_a_plan_file_that_is_not_there(live: Live, vsosh: Vsosh, name: str, reason: str) -> None:
    said = vsosh("apply", name, "--yes")
    assert said.code == 2
    assert f"Параметр PLANFILE: «{name}» — {reason}." in said.err


def test_a_stale_plan_says_what_moved_on_the_site(live: Live, vsosh: Vsosh) -> None:
    vsosh("plan", "--out", "план.json")
    assert vsosh("apply", "--yes", "--only", "classes").code == 0
    said = vsosh("apply", "план.json", "--yes")
    assert said.code == 4
    assert "План план.json устарел" in said.err
    assert "Больше не нужно: 2 изменения\n  класс 8Д\n  класс 9А" in said.err
    assert "plan --out план.json" in said.err

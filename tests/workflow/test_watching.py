"""Watch lists out of a real snapshot."""

from pathlib import Path

import pytest

from tests.store.snapshot_site import Site
from tests.workflow.learning_school import EXTRA, NOW, ago, key_of, school_with_snapshot
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.indicators.watch import WatchKind
from vsosh_moodle.reports.watch_report import entry_text, watch_report, watch_to_json
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.watching import find_watch_lists, write_watch_lists


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return school_with_snapshot(tmp_path / "школа")


def test_everybody_is_on_the_list_they_belong_to(project: Project) -> None:
    lists = find_watch_lists(project, now=NOW)
    found = [
        (one.class_name, one.kind.value, lists.name(one).split()[0], entry_text(one))
        for name in lists.classes
        for one in lists.of_class(name)
        if one.kind is not WatchKind.GIA
    ]
    assert [one[:3] for one in found] == [
        ("9А", "never", "Ким"),
        ("9А", "inactive", "Берая"),
        ("9А", "overdue", "Дзугаров"),
        ("9А", "overdue", "Ким"),
        ("9Б", "nearly-done", "Цъеутов"),
    ]
    texts = {one[1:3]: one[3] for one in found}
    assert "20 дней назад" in texts["inactive", "Берая"]
    assert texts["overdue", "Дзугаров"] == "1 задание"
    assert texts["nearly-done", "Цъеутов"] == "сделано 9 из 10"


def test_a_class_may_be_asked_for_alone(project: Project) -> None:
    lists = find_watch_lists(project, ("9 «Б»",), now=NOW)
    assert lists.classes == ("9Б",)
    assert {one.class_name for one in lists.entries} == {"9Б"}
    with pytest.raises(ConfigError) as refused:
        find_watch_lists(project, ("9В",), now=NOW)
    assert "«9А»" in refused.value.hint


def test_the_report_has_a_table_for_each_class_and_is_internal(project: Project) -> None:
    lists = find_watch_lists(project, now=NOW)
    report = watch_report(lists, "сегодня")
    assert report.named
    assert [one.key for one in report.tables()] == ["summary", "class-9А", "class-9Б"]
    assert report.table("class-9А").people == 1
    assert report.table("summary").totals == ("", 1, 1, 0, 2, 0, 1)


def test_json_marks_itself_internal_and_keeps_the_numbers(project: Project) -> None:
    data = watch_to_json(find_watch_lists(project, ("9Б",), now=NOW))
    assert data["internal"] is True
    [entry] = [one for one in data["entries"] if one["list"] == "nearly-done"]
    assert (entry["number"], entry["whole"], entry["person"]) == (9, 10, key_of(project, "Цъеутов"))


@pytest.mark.parametrize("sheet_format", ["xlsx", "html"])
def test_sheets_are_private_and_never_written_over(project: Project, sheet_format: str) -> None:
    lists = find_watch_lists(project, now=NOW)
    path = write_watch_lists(project, lists, sheet_format)  # type: ignore[arg-type]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent == project.root / "reports"
    with pytest.raises(ConfigError):
        write_watch_lists(project, lists, sheet_format)  # type: ignore[arg-type]
    write_watch_lists(project, lists, sheet_format, force=True)  # type: ignore[arg-type]


def test_without_a_pull_the_way_is_told(tmp_path: Path) -> None:
    project = school_with_snapshot(tmp_path / "школа")
    (project.state / "state.sqlite").unlink()
    with pytest.raises(ConfigError) as refused:
        find_watch_lists(project, now=NOW)
    assert "vsosh-moodle pull" in refused.value.hint


def test_patience_comes_from_the_config(tmp_path: Path) -> None:
    extra = EXTRA + "reports: {inactive_days: 30, nearly_done_percent: 95}\n"
    lists = find_watch_lists(school_with_snapshot(tmp_path / "школа", extra=extra), now=NOW)
    assert {one.kind for one in lists.entries} & {
        WatchKind.INACTIVE,
        WatchKind.NEARLY_DONE,
    } == set()


def test_who_is_suspended_is_on_no_list(tmp_path: Path) -> None:
    def suspend(site: Site, _course: str) -> None:
        for key in site.rows("accounts"):
            site.put("accounts", *key, says=(0, 0, True))

    assert (
        find_watch_lists(school_with_snapshot(tmp_path / "школа", suspend), now=NOW).entries == ()
    )


def test_old_figures_say_so(project: Project) -> None:
    later = NOW.fromtimestamp(ago(-9), NOW.tzinfo)
    assert any("vsosh-moodle pull" in one for one in find_watch_lists(project, now=later).remarks)

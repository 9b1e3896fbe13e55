"""`undo` on the command line: shown, asked for, told, seen in the history."""

import json
from collections.abc import Callable

from tests.cli.conftest import Said
from tests.cli.live_school import Live

Vsosh = Callable[..., Said]
ALLOW = "class-loss:8Д,class-loss:9А"


def test_a_dry_run_shows_the_undo_and_that_files_stay(live: Live, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    said = vsosh("undo", "1", "--dry-run")
    assert said.code == 0
    assert "План отмены запуска № 1" in said.out
    assert "следующий plan предложит то же самое снова" in said.out + said.err
    assert len(json.loads(vsosh("history", "--format", "json").out)["runs"]) == 1


def test_nobody_to_ask_is_no_consent(live: Live, vsosh: Vsosh) -> None:
    vsosh("apply", "--yes")
    assert vsosh("undo", "1", "--allow", ALLOW).code == 2


def test_guards_end_with_their_code(live: Live, vsosh: Vsosh) -> None:
    vsosh("apply", "--yes")
    said = vsosh("undo", "1", "--yes")
    assert said.code == 4
    assert "--allow class-loss:8Д" in said.err


def test_an_undo_is_told_in_json_and_in_the_history(live: Live, vsosh: Vsosh) -> None:
    vsosh("apply", "--yes")
    stops = json.loads(vsosh("undo", "1", "--dry-run", "--format", "json").out)["guards"]
    allow = ",".join(one["override"] for one in stops)
    said = vsosh("undo", "1", "--yes", "--format", "json", "--allow", allow)
    assert said.code == 0
    told = json.loads(said.out)
    assert (told["run"], told["undoes"], told["complete"]) == (2, 1, True)
    assert "отменён запуском № 2" in " ".join(vsosh("history").out.split())
    runs = json.loads(vsosh("history", "--format", "json").out)["runs"]
    assert [one["undoes"] for one in runs] == [1, None]
    again = vsosh("undo", "1", "--yes")
    assert again.code == 0
    assert "Отменять нечего" in again.out


def test_a_run_that_never_was_ends_with_the_usage_code(live: Live, vsosh: Vsosh) -> None:
    vsosh("apply", "--yes")
    assert vsosh("undo", "9", "--dry-run").code == 2

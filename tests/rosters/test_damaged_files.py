"""Whatever happened to a file on its way, it is read or told, and nothing is thrown.

Longer than in the ordinary run: `ROSTER_DAMAGE=5000 pytest tests/rosters/test_damaged_files.py`.
"""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vsosh_moodle.rosters import read_rosters

from .rehearsal import FOLDER, TODAY, roster_files

EXAMPLES = int(os.environ.get("ROSTER_DAMAGE", "80"))
LARGEST = 20_000
FILES = {
    name: (FOLDER / name).read_bytes()
    for name in roster_files()
    if (FOLDER / name).stat().st_size < LARGEST
}
ARCHIVES = {
    name: data
    for name, data in FILES.items()
    if zipfile.is_zipfile(io.BytesIO(data)) and name != "bomb.xlsx"
}

often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ROSTER_DAMAGE" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def read_or_tell(folder: Path, name: str, data: bytes) -> None:
    """Read a damaged file: a list without people must say why."""
    path = folder / name
    path.write_bytes(data)
    roster = read_rosters([path], root=folder, today=TODAY)
    assert roster.people or roster.has_errors
    assert all(problem.place.file == name for problem in roster.problems)


def spoil(data: bytes, damages: list[tuple[float, float, bytes]]) -> bytes:
    """Put `patch` at one place and the bytes of another place before it, again and again."""
    for to, source, patch in damages:
        place, start = int(to * len(data)), int(source * len(data))
        moved = data[start : start + len(patch)]
        data = data[:place] + moved + patch + data[place + len(patch) :]
    return data


share = st.floats(0, 1, exclude_max=True)
patches = st.binary(max_size=6) | st.sampled_from(
    [b"<row", b"</c>", b'r="A1"', b't="s"', b"<v>", b"999999999", b"-1", b"&#0;", b"\xff\xfe", b"\0", b'"']
)  # fmt: skip
damages = st.lists(st.tuples(share, share, patches), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


def test_a_cut_binary_workbook_is_told_and_no_library_speaks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.xls"
    path.write_bytes(FILES["struck-and-hidden.xls"][:7200])  # calamine panics at it
    [problem] = read_rosters([path]).problems
    assert "повреждён" in problem.message
    assert capfd.readouterr().err == ""


@often
@given(name=st.sampled_from(sorted(FILES)), end=share)
def test_a_file_cut_short(folder: Path, name: str, end: float) -> None:
    data = FILES[name]
    read_or_tell(folder, name, data[: int(end * len(data))])


@often
@given(name=st.sampled_from(sorted(FILES)), damage=damages)
def test_a_file_with_other_bytes(folder: Path, name: str, damage: list[tuple[float, float, bytes]]) -> None:  # fmt: skip
    read_or_tell(folder, name, spoil(FILES[name], damage))


@often
@given(data=st.data(), damage=damages)
def test_a_workbook_with_other_bytes_inside(
    folder: Path, data: st.DataObject, damage: list[tuple[float, float, bytes]]
) -> None:
    name = data.draw(st.sampled_from(sorted(ARCHIVES)))
    with zipfile.ZipFile(io.BytesIO(ARCHIVES[name])) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    victim = data.draw(st.sampled_from(sorted(parts)))
    parts[victim] = spoil(parts[victim], damage)
    read_or_tell(folder, name, packed(parts))


@often
@given(data=st.data())
def test_a_workbook_whose_parts_changed_places(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(ARCHIVES)))
    with zipfile.ZipFile(io.BytesIO(ARCHIVES[name])) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    one, other = data.draw(st.lists(st.sampled_from(sorted(parts)), min_size=2, max_size=2))
    parts[one], parts[other] = parts[other], parts[one]
    for gone in data.draw(st.lists(st.sampled_from(sorted(parts)), max_size=2)):
        parts.pop(gone, None)
    read_or_tell(folder, name, packed(parts))


@often
@given(
    name=st.sampled_from(sorted(FILES)), suffix=st.sampled_from([".xlsx", ".xls", ".ods", ".csv"])
)
def test_a_file_under_another_name(folder: Path, name: str, suffix: str) -> None:
    read_or_tell(folder, Path(name).with_suffix(suffix).name, FILES[name])


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()

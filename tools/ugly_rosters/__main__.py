"""Write tests/data/rosters anew, but for what another program made: `python -m tools.ugly_rosters`."""

import sys
from pathlib import Path

from tools.ugly_rosters import exports, layouts, names, packed, texts
from tools.ugly_rosters.book import write_book

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "rosters"


def write_all(folder: Path) -> None:
    """Write every file that needs no other program."""
    for name, make in {**layouts.FILES, **names.FILES, **exports.FILES}.items():
        write_book(folder / name, make())
    for name, text in texts.FILES.items():
        (folder / name).write_bytes(text())
    packed.write_packed(folder)


def main() -> None:
    """Write into the folder named, or into the tests' own."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_all(folder)


if __name__ == "__main__":
    main()

"""Which styles and strings of an xlsx workbook strike their text through."""

from collections.abc import Collection
from dataclasses import dataclass

from vsosh_moodle.rosters.archive import Parts, local_names, new_parser
from vsosh_moodle.rosters.table import shows_percent

_NO = {"0", "false", "off"}
_PERCENT_FORMATS = ("9", "10")
"""«0%» and «0.00%», which every workbook has without naming them."""
_STYLE_SECTIONS = {"fonts", "cellXfs", "cellStyleXfs", "dxfs", "cellStyles", "tableStyles"}


@dataclass(frozen=True, slots=True)
class Looks:
    """Indexes, as the sheets write them: of cell styles, shared strings and conditional formats."""

    struck_styles: Collection[str] = frozenset()
    struck_strings: Collection[int] = frozenset()
    struck_rules: Collection[str] = frozenset()
    percent_styles: Collection[str] = frozenset()


def is_on(attributes: dict[str, str], name: str = "val", *, default: str = "1") -> bool:
    """Tell whether a switch of the XML is on; `default` is what its absence means."""
    return attributes.get(name, default) not in _NO


def parse_looks(parts: Parts, styles: str | None, strings: str | None) -> Looks:
    """Read the styles and the shared strings of a workbook, by the names of their parts."""
    fonts = _Styles()
    if styles is not None:
        parts.parse(styles, new_parser(fonts.start))
    struck_strings = SharedStrings()
    if strings is not None:
        parser = new_parser(struck_strings.start)
        parser.CharacterDataHandler = struck_strings.runs.text
        parts.parse(strings, parser)
        struck_strings.end()
    return Looks(
        frozenset(str(n) for n, font in enumerate(fonts.cell_fonts) if font in fonts.struck_fonts),
        frozenset(struck_strings.struck),
        frozenset(fonts.struck_rules),
        frozenset(str(n) for n, one in enumerate(fonts.cell_formats) if one in fonts.percents),
    )


class _Styles:
    def __init__(self) -> None:
        self.names = local_names()
        self.section = ""
        self.font = self.rule = -1
        self.struck_fonts: set[str] = set()
        self.struck_rules: set[str] = set()
        self.cell_fonts: list[str] = []
        self.cell_formats: list[str] = []
        self.percents = set(_PERCENT_FORMATS)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name in _STYLE_SECTIONS:
            self.section = name
        elif name == "font" and self.section == "fonts":
            self.font += 1
        elif name == "dxf":
            self.rule += 1
        elif name == "xf" and self.section == "cellXfs":
            self.cell_fonts.append(attributes.get("fontId", ""))
            self.cell_formats.append(attributes.get("numFmtId", ""))
        elif name == "numFmt":
            if shows_percent(attributes.get("formatCode", "")):
                self.percents.add(attributes.get("numFmtId", ""))
        elif name == "strike" and is_on(attributes):
            if self.section == "fonts":
                self.struck_fonts.add(str(self.font))
            elif self.section == "dxfs":
                self.struck_rules.add(str(self.rule))


class Runs:
    """The runs of a rich text: struck through when all that can be seen of it is."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin another text."""
        self.within = self.is_struck = self.seen = self.some_struck = self.some_plain = False

    def run(self) -> None:
        """Begin another run of the text."""
        self._end_run()
        self.within, self.is_struck, self.seen = True, False, False

    def strike(self, attributes: dict[str, str]) -> None:
        """Take the run's word that it is struck through."""
        self.is_struck = is_on(attributes)

    def text(self, data: str) -> None:
        """Take some text of the run."""
        if self.within and not self.seen:
            self.seen = not data.isspace()

    def all_struck(self) -> bool:
        """Tell whether the text, now at its end, is struck through."""
        self._end_run()
        return self.some_struck and not self.some_plain

    def _end_run(self) -> None:
        if self.seen:
            self.some_struck |= self.is_struck
            self.some_plain |= not self.is_struck
        self.within = self.seen = False


class SharedStrings:
    """Listens to the shared strings for those with rich text."""

    def __init__(self) -> None:
        self.names = local_names()
        self.number = -1
        self.runs = Runs()
        self.is_rich = False
        self.struck: set[int] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element as it begins."""
        name = self.names[tag]
        if name == "si":
            self.end()
            self.number += 1
        elif name == "r":
            self.is_rich = True
            self.runs.run()
        elif name == "strike":
            self.runs.strike(attributes)

    def end(self) -> None:
        """End a string."""
        if self.is_rich:
            if self.runs.all_struck():
                self.struck.add(self.number)
            self.runs.begin()
            self.is_rich = False

"""What an xlsx workbook says besides its values, sheet by sheet."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vsosh_moodle.rosters.archive import Parts, local_names, new_parser
from vsosh_moodle.rosters.table import CellRange, SheetFacts, parse_range
from vsosh_moodle.rosters.xlsx_looks import is_on, parse_looks
from vsosh_moodle.rosters.xlsx_sheet import SheetPass, parse_sheet

WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Link:
    kind: str
    """The last word of its type: `worksheet`, `styles`, `table`, `pivotTable`, `drawing`, `image`."""
    part: str


@dataclass(slots=True)
class _Workbook:
    sheets: dict[str, str] = field(default_factory=dict)
    """Name of a sheet -> id of its link."""
    starts_in_1904: bool = False
    stale: bool = False


def parse_xlsx_facts(parts: Parts) -> Mapping[str, SheetFacts]:
    """Return the facts of the sheets by their names; raises UnreadableFile for a harmful file."""
    reader = _Reader(parts)
    return dict(reader.sheets())


class _Reader:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        # The names of parts are compared without case.
        self.names = {name.lower(): name for name in parts.names}
        self.book = _Workbook()

    def sheets(self) -> Iterator[tuple[str, SheetFacts]]:
        name = self.names[WORKBOOK]
        self.parts.parse(name, new_parser(self._workbook_element))
        links = self._links(name)
        by_kind = {link.kind: link.part for link in links.values()}
        looks = parse_looks(self.parts, by_kind.get("styles"), by_kind.get("sharedStrings"))
        for sheet, link_id in self.book.sheets.items():
            link = links.get(link_id)
            if link is not None and link.kind == "worksheet":
                found = parse_sheet(self.parts, link.part, looks, stale=self.book.stale)
                self._add_links(link.part, found)
                yield sheet, self._facts(found)

    def _workbook_element(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "sheet":
            link_id = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.book.sheets[attributes.get("name", "")] = link_id
        elif name == "workbookPr":
            self.book.starts_in_1904 = is_on(attributes, "date1904", default="0")
        elif name == "calcPr":
            self.book.stale = is_on(attributes, "fullCalcOnLoad", default="0")

    def _links(self, part: str) -> dict[str, _Link]:
        """Return where a part points to, by the ids of the links; what is not there is left out."""
        folder, name = posixpath.split(part)
        links: dict[str, _Link] = {}

        def note(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "Relationship" and "Target" in attributes:
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
                kind = attributes.get("Type", "").rpartition("/")[2]
                if found := self.names.get(target[1:].lower()):
                    links[attributes.get("Id", "")] = _Link(kind, found)

        if found := self.names.get(f"{folder}/_rels/{name}.rels".lower()):
            self.parts.parse(found, new_parser(note))
        return links

    def _add_links(self, part: str, found: SheetPass) -> None:
        for link in self._links(part).values():
            if link.kind == "table":
                found.filtered += _filtered(self.parts, link.part)
            elif link.kind == "pivotTable":
                found.facts.pivots += _location(self.parts, link.part)
            elif link.kind == "drawing":
                kinds = {one.kind for one in self._links(link.part).values()}
                found.facts.has_picture |= "image" in kinds

    def _facts(self, found: SheetPass) -> SheetFacts:
        facts = found.facts
        facts.starts_in_1904 = self.book.starts_in_1904
        facts.divide_hidden(found.filtered)
        return facts


def _filtered(parts: Parts, name: str) -> list[CellRange]:
    names, references, found = local_names(), list[str](), list[CellRange]()

    def note(tag: str, attributes: dict[str, str]) -> None:
        if names[tag] == "autoFilter":
            references.append(attributes.get("ref", ""))
        elif names[tag] == "filterColumn" and references:
            found.extend(filter(None, [parse_range(references[-1])]))

    parts.parse(name, new_parser(note))
    return found


def _location(parts: Parts, name: str) -> list[CellRange]:
    found = list[CellRange]()

    def note(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "location":
            found.extend(filter(None, [parse_range(attributes.get("ref", ""))]))

    parts.parse(name, new_parser(note))
    return found

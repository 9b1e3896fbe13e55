"""How letters will write every name, for the class teacher to read before anything is printed."""

from dataclasses import dataclass
from datetime import datetime

from vsosh_moodle.problems import Problem
from vsosh_moodle.reports.letters.letter import Letter
from vsosh_moodle.reports.letters.preview import NamePreview, preview_pupil, preview_teacher
from vsosh_moodle.rosters.declension_file import FILE_NAME, load_overrides
from vsosh_moodle.workflow.letters import LetterRequest, Prepared, prepare_letters, sender_of
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import load_school


@dataclass(frozen=True, slots=True)
class LettersPreview:
    """The names of all letters, and the letters themselves."""

    prepared: Prepared
    names: tuple[NamePreview, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with what the letters are made of."""
        return self.prepared.problems

    @property
    def sample(self) -> Letter | None:
        """The first letter, None when there is none or a Word template makes them."""
        return next(iter(self.prepared.letters), None)

    @property
    def too_long(self) -> tuple[str, ...]:
        """Whose letters may not fit a page."""
        return tuple(one.who for one in self.prepared.letters if not one.fits)


def preview_letters(
    project: Project, request: LetterRequest, now: datetime | None = None
) -> LettersPreview:
    """Return every name as the letters will write it; nothing is written. Raises as `prepare_letters`."""
    prepared = prepare_letters(project, request, now)
    overrides, _told = load_overrides(project.root / FILE_NAME)
    config = load_school(project).config
    names: list[NamePreview] = []
    for one in prepared.classes:
        tutor = sender_of(config, one.name, overrides).tutor
        if tutor is not None:
            names.append(preview_teacher(tutor, str(one.name)))
        names += [preview_pupil(pupil.recipient) for pupil in one.pupils]
    return LettersPreview(prepared, tuple(names))

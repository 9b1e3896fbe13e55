"""Remarks about content that a site does not get: banks without a file, events without the plugin. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.courses import CourseEvent, CourseSpec


def remark_events(
    courses: Sequence[CourseSpec], school: Sequence[CourseEvent] = ()
) -> Iterator[Problem]:
    """Yield one remark when events of courses and the school cannot be put into the site's calendar."""
    events = [*(event for spec in courses for event in spec.events), *school]
    number = len(events)
    if number:
        first = events[0]
        yield Problem(
            first.source,
            plural(
                number,
                "{n} событие в календарь Moodle не попадёт: это умеет плагин local_vsosh 0.5.0.",
                "{n} события в календарь Moodle не попадут: это умеет плагин local_vsosh 0.5.0.",
                "{n} событий в календарь Moodle не попадут: это умеет плагин local_vsosh 0.5.0.",
            ),
            _(
                "Поставьте или обновите его (vsosh-moodle plugin build) или загрузите календарь файлом: "
                "vsosh-moodle calendar ics"
            ),
            code="events-unsupported",
            severity="warning",
        )


def remark_empty_banks(banks: Collection[str]) -> Problem:
    """Return one remark for all banks without a file: a school begins with dozens of them."""
    folders: dict[str, list[str]] = defaultdict(list)
    for bank in sorted(banks):
        folder, _slash, name = bank.rpartition("/")
        folders[folder].append(name)
    listed = "; ".join(
        f"{folder}/: {', '.join(names)}" if folder else ", ".join(names)
        for folder, names in folders.items()
    )
    number = sum(len(names) for names in folders.values())
    return Problem(
        Place(file="course_templates/questions"),
        _("пока нет {banks}, тесты по ним будут без вопросов — {listed}.").format(
            banks=plural(
                number, "{n} банка вопросов", "{n} банков вопросов", "{n} банков вопросов"
            ),
            listed=listed,
        ),
        _(
            "Когда вопросы будут готовы, положите их в файлы с такими именами, например {file}."
        ).format(file=f"{min(banks)}.gift"),
        code="bank-empty",
        severity="warning",
    )


def remark_exceptions() -> Problem:
    """Return the warning that the site's plugin cannot give single pupils other terms."""
    return Problem(
        Place(),
        _("продления и дополнительное время не поставлены: плагин сайта этого не умеет."),
        _("Обновите плагин на сайте: vsosh-moodle plugin build"),
        "exceptions-unsupported",
        "warning",
    )

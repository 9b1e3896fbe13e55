"""Made-up families for letters: names of the sample school, work of every kind."""

from datetime import date, timedelta
from random import Random

from vsosh_moodle.reports.letters.facts import CourseWork, Occasion, Recipient, Sender, Task, Work
from vsosh_moodle.reports.letters.kinds import KINDS, LetterKind
from vsosh_moodle.sample.names import make_name
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.declension import decline_name

TODAY = date(2026, 11, 23)
LABELS = ("спортсмены", "K1", "работающие", "K2", "обучение на дому", "пробелы в знаниях", "K4")
SENDER = Sender(
    school="Вечерняя (сменная) общеобразовательная школа",
    short="Вечерняя школа",
    year="2026/27",
    tutor=decline_name("Наставникова", "Мадина", "Сослановна"),
    contact="+7 000 000-00-00",
)


def recipient(
    last: str = "Дзугаров",
    first: str = "Хетаг",
    middle: str = "Казбекович",
    *,
    adult: bool = False,
    work: Work | None = None,
) -> Recipient:
    return Recipient(decline_name(last, first, middle), ClassName(9, "А"), adult, work=work)


def occasion(kind: LetterKind, *, told: bool = True) -> Occasion:
    values: dict[str, object] = {
        one.name: None if not told else TODAY if one.is_date else f"значение {one.name}"
        for one in kind.values
    }
    return Occasion(TODAY, TODAY - timedelta(days=6), TODAY, values, LABELS)


def some_work(rng: Random) -> Work:
    """Work as it may be: none, late, done; a title may give a category away, or hold marks."""
    titles = (
        "Дроби",
        "Тест «Степени»",
        "Пробелы в знаниях: дроби",
        "**Важно**",
        "# Числа",
        "План K4",
    )
    tasks = tuple(
        Task(
            rng.choice(titles),
            rng.choice(("ОГЭ по математике", "Курс для обучение на дому")),
            rng.choice((None, TODAY + timedelta(days=rng.randint(-9, 9)))),
        )
        for _number in range(rng.randint(0, 14))
    )
    tasks = tuple(
        Task(one.title, one.course, one.deadline, bool(one.deadline and one.deadline < TODAY))
        for one in tasks
    )
    courses = tuple(
        CourseWork(
            rng.choice(titles), done, rng.randint(done, 20) or 1, rng.choice((None, 74.26, 100.0))
        )
        for _number in range(rng.randint(0, 8))
        for done in [rng.randint(0, 20)]
    )
    last = rng.choice((None, TODAY - timedelta(days=rng.randint(0, 200))))
    days = (TODAY - last).days if last else None
    return Work(rng.randint(0, 25), last, days, tasks, courses)


def some_class(seed: int, size: int = 6) -> list[Recipient]:
    """A class whose surnames share no form: «Эхов» and «Эхова» are not both in it."""
    rng = Random(seed)
    people: dict[str, Recipient] = {}
    while len(people) < size:
        name = make_name(rng)
        people[name.last[:4]] = Recipient(
            decline_name(*name),
            ClassName(9, "А"),
            adult=rng.random() < 0.3,
            work=some_work(rng),
        )
    return list(people.values())


def all_kinds() -> list[str]:
    return [one.key for one in KINDS]

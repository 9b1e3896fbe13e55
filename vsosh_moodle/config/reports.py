"""Reports in config.yaml: the project's passport, targets, scales of marks, who signs."""

from datetime import date
from typing import Literal

from pydantic import Field

from vsosh_moodle.config.fields import Strict


class ActiveConfig(Strict):
    """Who counts as active."""

    kinds: tuple[Literal["completion", "submission", "attempt", "post"], ...] = Field(
        ("completion", "submission", "attempt"),
        min_length=1,
        description=(
            "Что считать работой: completion — выполненный элемент, submission — сданное задание, "
            "attempt — законченная попытка теста, post — сообщение в форуме"
        ),
    )
    least: int = Field(1, ge=1, le=100, description="Сколько таких работ за период нужно")


class StageConfig(Strict):
    """A stage of the project."""

    name: str = Field(min_length=1, description="Название этапа")
    start: date = Field(alias="from", description="Первый день этапа")
    end: date = Field(alias="to", description="Последний день этапа")


class ProjectConfig(Strict):
    """The passport of the project «дистанционное обучение»."""

    name: str = Field("", description="Название проекта")
    goal: str = Field("", description="Цель проекта одним предложением")
    start: date | None = Field(None, alias="from", description="Первый день проекта")
    end: date | None = Field(None, alias="to", description="Последний день проекта")
    stages: tuple[StageConfig, ...] = Field((), description="Этапы проекта по порядку")


class TargetsConfig(Strict):
    """What was planned; a target that is null is told as missing."""

    coverage_percent: float | None = Field(
        50, ge=0, le=100, description="Охват учеников 7–12 классов, до … %"
    )
    first_login_percent: float | None = Field(
        90, ge=0, le=100, description="Сколько процентов учеников вошли хотя бы раз"
    )
    programmes_percent: float | None = Field(
        None, ge=0, le=100, description="Доля программ с ДО, %"
    )
    gia_courses: int | None = Field(4, ge=0, description="Курсов подготовки к ГИА")
    school_courses: int | None = Field(None, ge=0, description="Общешкольных курсов")
    teachers: int | None = Field(None, ge=0, description="Педагогов — участников проекта")
    trained_percent: float | None = Field(
        100, ge=0, le=100, description="Педагогов проекта с повышением квалификации, %"
    )
    distance_classes_middle: int | None = Field(1, ge=0, description="Классов ДО в 7–9 классах")
    distance_classes_senior: int | None = Field(1, ge=0, description="Классов ДО в 10–12 классах")
    project_percent: float | None = Field(
        30, ge=0, le=100, description="Учеников в проектной деятельности, %"
    )
    graded_in_time_percent: float | None = Field(
        None, ge=0, le=100, description="Работ, проверенных за 7 дней, %"
    )
    ready_percent: float | None = Field(
        None, ge=0, le=100, description="Выпускников, готовых к ГИА, %"
    )
    devices_percent: float | None = Field(
        100, ge=0, le=100, description="Учеников без техники, получивших её от школы, %"
    )
    rooms_percent: float | None = Field(100, ge=0, le=100, description="Кабинетов с интернетом, %")


class ScaleConfig(Strict):
    """From how many percent of the course's points a mark is given."""

    five: float = Field(85, ge=0, le=100, alias="5", description="«5» — от … %")
    four: float = Field(65, ge=0, le=100, alias="4", description="«4» — от … %")
    three: float = Field(45, ge=0, le=100, alias="3", description="«3» — от … %")


class SignatureConfig(Strict):
    """Who signs a report."""

    post: str = Field(min_length=1, description="Должность: Директор, Заместитель директора по УВР")
    name: str = Field("", description="Фамилия и инициалы; пусто — место для подписи")


class ReportsConfig(Strict):
    """What reports count by, and what they say of the school's plans."""

    project: ProjectConfig = Field(ProjectConfig(), description="Паспорт проекта")
    targets: TargetsConfig = Field(TargetsConfig(), description="Плановые показатели")
    active: ActiveConfig = Field(ActiveConfig(), description="Кого считать активным")
    inactive_days: int = Field(
        14, ge=1, le=365, description="Не входил больше стольких дней — в список"
    )
    nearly_done_percent: float = Field(
        80, ge=1, le=100, description="Почти закончил: выполнено от … %"
    )
    marks: dict[str, ScaleConfig] = Field(
        default_factory=dict,
        description="Шкала отметок по предметам; ключ default — для остальных",
    )
    small_numbers: int = Field(
        5, ge=1, le=20, description="Число людей меньше этого в отчётах не показывается"
    )
    trial_margin: float = Field(
        0,
        ge=0,
        le=100,
        description="Запас к порогу ГИА в баллах, с которым ученик считается готовым",
    )
    signatures: tuple[SignatureConfig, ...] = Field((), description="Кто подписывает отчёт")
    registers: tuple[str, ...] = Field(
        ("registers/*.xlsx", "registers/*.xls", "registers/*.ods", "registers/*.csv"),
        min_length=1,
        description="Где лежат реестры (учебный план, кадры, техника…)",
    )

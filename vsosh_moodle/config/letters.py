"""Letters in config.yaml: who signs them, and how the family reaches the class teacher."""

from pydantic import Field

from vsosh_moodle.config.fields import Strict
from vsosh_moodle.school.classes import ClassName, parse_class_name


class ClassLettersConfig(Strict):
    """Letters of one class."""

    tutor: str = Field("", description="Классный руководитель: фамилия, имя, отчество")
    contact: str = Field("", description="Телефон или мессенджер классного руководителя")


class LettersConfig(Strict):
    """Letters to pupils and parents; nothing is sent, only written."""

    contact: str = Field("", description="Общий телефон школы, если у класса своего нет")
    sender: str = Field("", description="Кто подписывает, если у класса нет руководителя")
    adult_age: int = Field(
        18, ge=14, le=21, description="С какого возраста ученику пишут самому, а не родителям"
    )
    tasks: int = Field(6, ge=1, le=12, description="Сколько заданий перечислять в письме")
    classes: dict[str | int, ClassLettersConfig] = Field(
        default_factory=dict, description="Классные руководители: ключ — класс, например 9А"
    )

    def of_class(self, name: ClassName | None) -> ClassLettersConfig:
        """Return what the config says of a class, with the school's contact where it has none."""
        own = next(
            (
                one
                for key, one in self.classes.items()
                if name and parse_class_name(str(key)) == name
            ),
            ClassLettersConfig(),
        )
        return own if own.contact else own.model_copy(update={"contact": self.contact})

"""What config.yaml says of the site's rules for passwords."""

from pydantic import Field

from vsosh_moodle.config.fields import Strict
from vsosh_moodle.school.password_policy import PasswordPolicy


class PasswordPolicyConfig(Strict):
    """The site's rules for passwords, for a site without the plugin: web services do not tell them."""

    min_length: int = Field(8, ge=0, le=60, description="Наименьшая длина пароля")
    digits: int = Field(1, ge=0, le=20, description="Сколько цифр требует сайт")
    lower: int = Field(1, ge=0, le=20, description="Сколько строчных букв требует сайт")
    upper: int = Field(1, ge=0, le=20, description="Сколько прописных букв требует сайт")
    signs: int = Field(
        1, ge=0, le=20, description="Сколько знаков (не букв и не цифр) требует сайт"
    )
    most_identical: int = Field(
        0,
        ge=0,
        le=60,
        description="Сколько одинаковых знаков подряд допускает сайт; 0 — сколько угодно",
    )

    def as_policy(self) -> PasswordPolicy:
        """Return the rules as the makers of passwords know them."""
        return PasswordPolicy(**self.model_dump())

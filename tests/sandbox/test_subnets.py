"""Facts about the addresses a token is bound to: those that Moodle's own check knows."""

import pytest

from vsosh_moodle.sandbox.subnets import is_among


@pytest.mark.parametrize(
    ("subnets", "held"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", False),
        ("192.0.2.0/24", False),
        ("192.0.2.0/24, 127.0.0.1", True),
        ("127.0.0.0/8", True),
        ("0.0.0.0/0", True),
        ("127.0.0.", True),
        ("127.0", True),
        ("12", False),
        ("127.0.0.1-9", True),
        ("127.0.0.2-9", False),
        ("127.0.1.1-9", False),
        ("nonsense", False),
        ("127.0.0.1/99", False),
        ("::1", False),
        (" , ", False),
    ],
)
def test_an_address_is_among_subnets(subnets: str, held: bool) -> None:
    assert is_among("127.0.0.1", subnets) is held

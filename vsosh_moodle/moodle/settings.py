"""How a client behaves towards a site: times, limits, budgets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """Times in seconds, sizes in bytes.

    `read_timeout` is the longest silence, `total_timeout` the longest whole answer. `verify` is
    True, or the path of a file with the certificates to trust. `max_input_vars` is PHP's limit on
    the site: it does not tell it, so the default is PHP's own. `retries` are repeats of a read.
    `workers` is how many calls the site is meant to serve at once; callers' pools obey it.
    """

    connect_timeout: float = 10.0
    read_timeout: float = 300.0
    total_timeout: float = 900.0
    verify: bool | str = True
    max_input_vars: int = 1000
    max_answer_bytes: int = 256 * 1024 * 1024
    retries: int = 3
    backoff_base: float = 0.5
    backoff_cap: float = 15.0
    calls_per_second: float | None = None
    workers: int = 4
    bundles: bool = True

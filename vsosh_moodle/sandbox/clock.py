"""The site's clock: this computer's, or the moment up to which a term was played."""

import time

from vsosh_moodle.sandbox.store import Store

_STOPPED_AT = "clock"


def site_time(store: Store) -> int:
    """Return what time it is on the site, in Unix seconds."""
    stopped = store.setting(_STOPPED_AT)
    return int(stopped) if stopped else int(time.time())


def stop_clock(store: Store, moment: int) -> None:
    """Let it stay this moment on the site; 0 lets the clock go again.

    A site that has played only until October is in October: a reader who asks for what changed since
    the last look is then told of what is played afterwards.
    """
    store.set_setting(_STOPPED_AT, str(moment) if moment else "")

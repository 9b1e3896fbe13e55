"""An embedded Moodle-compatible site for rehearsal, the demo and tests.

It shares no code with the client: they meet over HTTP only, so that a mistake of one cannot agree
with itself in the other.
"""

from vsosh_moodle.sandbox.call import Mail
from vsosh_moodle.sandbox.site import Sandbox
from vsosh_moodle.sandbox.state import SiteState
from vsosh_moodle.sandbox.store import ForeignDatabaseError

__all__ = ["ForeignDatabaseError", "Mail", "Sandbox", "SiteState"]

"""How a report stands, as far as its reporter may know."""

from dataclasses import dataclass, field
from datetime import date, datetime

from triage.categories import Severity
from triage.drafts import Mode

# The state of a case that somebody may still work on.
OPEN = "open"
# Those of a case that somebody works on, or may.
LIVE = frozenset({OPEN, "claimed", "checking"})
# The state that people are shown of a report that was withdrawn, and of a case
# all of whose reports were.
WITHDRAWN = "withdrawn"
# The state of a case whose reports all went to another; no report stands in it.
MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What its reporter may know of a report; ids are for us and never shown.

    `state` is that of its case, unless the report itself was withdrawn. Of `queue`
    and `danger` people are told no more than whether somebody was woken.
    """

    id: bytes = field(repr=False)
    reporter_id: bytes | None = field(repr=False)
    reference: str
    category: str
    severity: Severity
    queue: str
    danger: str | None
    state: str
    received_at: datetime
    withdrawn_on: date | None
    mode: Mode

    @property
    def is_withdrawn(self) -> bool:
        """Return whether its reporter has taken it back."""
        return self.withdrawn_on is not None

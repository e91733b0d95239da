"""How a report stands, as far as its reporter may know."""

from dataclasses import dataclass
from datetime import datetime

from triage.drafts import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What its reporter may know of a report."""

    reference: str
    category: str
    state: str
    received_at: datetime
    mode: Mode

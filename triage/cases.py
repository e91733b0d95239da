"""A case as desks work on it: one incident, with all that decides whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime

from triage.categories import CaseKind, Severity
from triage.routing import Queue
from triage.rules import Terms
from triage.standing import LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCase:
    """A case with all that its desk works by; moments are in UTC."""

    id: bytes
    # Of its first report: what it goes by.
    reference: str
    kind: CaseKind
    queue: Queue
    desk: str
    state: str
    severity: Severity
    opened_at: datetime
    category: str
    subdistrict: str | None
    community: str | None
    terms: Terms
    due_at: datetime | None
    look_at: datetime | None
    stage: str | None
    claimant: bytes | None
    claimed_until: datetime | None
    snoozed_until: datetime | None
    answered_at: datetime | None
    stepped_at: datetime | None
    done_at: datetime | None
    charge_by: bytes | None
    charge_on: date | None
    version: int
    absorbed_into: bytes | None
    repeat_of: bytes | None

    @property
    def is_live(self) -> bool:
        """Whether somebody works on it, or may."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """How many people tell of a case: known ones, and anonymous reports beside them."""

    people: int
    anonymous: int

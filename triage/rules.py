"""One rule of the routing table: what it takes, and where that goes."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from triage.categories import Category, Severity
from triage.phrases import Phrases
from triage.routing import UMBRELLA, Queue
from triage.worktime import Period

NO_PLACE = "unknown"
"""Stands among territories for a report whose sub-district is not known."""


class OfficeHours(StrEnum):
    """The time of a rule by the working calendar."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockHours:
    """The time of a rule by the clock, past midnight where it ends before it begins."""

    begins: time
    ends: time

    def holds(self, clock: time) -> bool:
        """Return whether *clock* is from the beginning up to the end."""
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What routing knows of a report; *at* is the district's time of its arrival."""

    category: Category
    severity: Severity
    danger: str | None = None
    names_official: bool = False
    subdistrict: str | None = None
    community: str | None = None
    signs: frozenset[str] = frozenset()
    plain: str = field(default="", repr=False)
    at: datetime
    is_open: bool = True

    @property
    def is_official(self) -> bool:
        """Whether it accuses an official, so that the twin team alone may know of it."""
        return self.names_official or self.category.code == UMBRELLA


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a rule takes; what is empty or None asks for nothing.

    *categories* are all codes that its row means, *territories* sub-districts with
    all their communities. Of signs and of words one is enough.
    """

    categories: frozenset[str]
    dangers: frozenset[str] = frozenset()
    severities: frozenset[Severity] = frozenset()
    territories: frozenset[str] = frozenset()
    hours: OfficeHours | ClockHours | None = None
    signs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    phrases: Phrases | None = None

    def holds(self, facts: Facts) -> bool:
        """Return whether this takes a report of *facts*."""
        return self.fits_kind(facts) and self._fits_rest(facts)

    def fits_kind(self, facts: Facts) -> bool:
        """Return whether kind, danger and severity are as wanted.

        What names an official is of the officials' kind too, whatever was chosen.
        """
        own = facts.category.code in self.categories
        return (
            (own or (facts.is_official and UMBRELLA in self.categories))
            and (not self.dangers or facts.danger in self.dangers)
            and (not self.severities or facts.severity in self.severities)
        )

    def covers_rest(self, other: "Condition") -> bool:
        """Return whether this asks nothing that *other* does not ask, but for the kind."""
        return (
            _covers(self.territories, other.territories)
            and _covers(self.signs, other.signs)
            and _covers(self.words, other.words)
            and self.hours in {None, other.hours}
        )

    def asks_rest(self) -> bool:
        """Return whether this asks for more than kind, danger and severity."""
        return bool(self.territories or self.signs or self.words or self.hours)

    def _fits_rest(self, facts: Facts) -> bool:
        return (
            self._fits_place(facts)
            and (not self.signs or not self.signs.isdisjoint(facts.signs))
            and (self.phrases is None or bool(self.phrases.spans(facts.plain)))
            and self._fits_hours(facts)
        )

    def _fits_place(self, facts: Facts) -> bool:
        places = {facts.subdistrict or NO_PLACE, facts.community}
        return not self.territories or not self.territories.isdisjoint(places)

    def _fits_hours(self, facts: Facts) -> bool:
        if isinstance(self.hours, ClockHours):
            return self.hours.holds(facts.at.time())
        return self.hours is None or (self.hours is OfficeHours.OPEN) == facts.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By when what has to be done, and who hears when it is not.

    Without *escalate_after* that is when a term is over.
    """

    first_answer: Period | None = None
    next_step: Period | None = None
    done: Period | None = None
    escalate_after: Period | None = None
    escalate_to: str = ""

    def written(self) -> str:
        """Return this as one line, to be kept with a case."""
        periods = (self.first_answer, self.next_step, self.done, self.escalate_after)
        return ",".join([*(str(one) if one else "" for one in periods), self.escalate_to])

    @classmethod
    def read(cls, line: str) -> "Terms":
        """Return what `written` made *line* of; no terms at all for an empty one.

        Raises:
            UnreadablePeriod: If it is of another release.
        """
        *periods, to = line.split(",", 4) if line else ("", "", "", "", "")
        first, step, done, escalate = (Period.read(one) if one else None for one in periods)
        return cls(
            first_answer=first,
            next_step=step,
            done=done,
            escalate_after=escalate,
            escalate_to=to,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the routing table; *line* is where it stands in its file."""

    line: int
    when: Condition
    queue: Queue
    desk: str
    severity: Severity | None = None
    terms: Terms = field(default_factory=Terms)
    written: str = ""
    source: str = ""


def _covers(mine: AbstractSet[str], other: AbstractSet[str]) -> bool:
    return not mine or (bool(other) and other <= mine)

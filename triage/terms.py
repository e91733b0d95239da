"""How soon somebody means to read a report: an aim that is told, never a promise.

The times are those proposed in the district's routing table (first response by
category and severity); they count from the moment of Send. Nobody is promised
to come, and no result by any day.
"""

from dataclasses import dataclass
from enum import StrEnum

from triage.categories import Severity


class Unit(StrEnum):
    """What a term is counted in; NOW stands for danger, which nobody should wait for."""

    NOW = "now"
    MINUTES = "minutes"
    HOURS = "hours"
    WORKDAYS = "workdays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """So many units until the first answer."""

    unit: Unit
    n: int = 0


_USUAL = Term(unit=Unit.WORKDAYS, n=2)
_NEXT_DAY = Term(unit=Unit.WORKDAYS, n=1)
_FOUR_HOURS = Term(unit=Unit.HOURS, n=4)

# The longest code that a category begins with decides; a severity narrows it.
_TERMS: dict[tuple[str, Severity | None], Term] = {
    ("lead.gang", Severity.S1): Term(unit=Unit.HOURS, n=2),
    ("lead.gang", None): _NEXT_DAY,
    ("lead.gang.campus", None): Term(unit=Unit.MINUTES, n=30),
    ("lead.umbrella", None): Term(unit=Unit.HOURS, n=24),
    ("gas", None): _NEXT_DAY,
    ("gas.filling", None): Term(unit=Unit.MINUTES, n=15),
    ("gas.storage", None): Term(unit=Unit.MINUTES, n=15),
    ("rental", None): _NEXT_DAY,
    ("rental.escape", None): _FOUR_HOURS,
    ("rental.mixed_use", None): _FOUR_HOURS,
    ("dispute.family", None): _FOUR_HOURS,
    ("dispute.wages", None): _NEXT_DAY,
    ("dispute.falling_objects", None): Term(unit=Unit.HOURS, n=1),
    ("dispute.coop", None): _FOUR_HOURS,
    ("care", None): _NEXT_DAY,
    ("care.other", None): Term(unit=Unit.MINUTES, n=5),
}


def first_answer(category: str, severity: Severity) -> Term:
    """Return when somebody means to have read a report, two working days if nothing says less."""
    if severity is Severity.S0:
        return Term(unit=Unit.NOW)
    parts = category.split(".")
    codes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    found = (_TERMS.get((code, grade)) for code in codes for grade in (severity, None))
    return next((term for term in found if term), _USUAL)

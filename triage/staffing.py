"""Who on staff works on which cases, and how an officer and a unit are named.

A staff number is the prefix of the district and four digits, `LG-0042`. It stands
where residents and colleagues would otherwise read a name.
"""

import re
from collections.abc import Collection

from triage import permissions, words
from triage.permissions import Act, Role
from triage.routing import Queue

NUMBERS = 10_000
"""How many staff numbers a district has, 0 included."""

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_./]+")
_UNIT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_UNIT = 20
# Of those who head a queue one must see what nobody else would. The twin team has no
# head outside of it, so each of its officers is one.
_HEADS = frozenset({Role.SUPERVISOR, Role.INTEGRITY})


def compose(prefix: str, number: int) -> str:
    """Return the staff number with *number*, 0 to 9,999.

    Raises:
        ValueError: If it lies outside.
    """
    if not 0 <= number < NUMBERS:
        raise ValueError("a staff number has four digits")
    return f"{prefix}-{number:04}"


def parse(text: str, prefix: str) -> str | None:
    """Return the staff number in *text* as `compose` writes it, None if it is none.

    Case, hyphens, spaces and full width do not matter.
    """
    shape = re.fullmatch(rf"{re.escape(_bare(prefix))}([0-9]{{4}})", _bare(text))
    return f"{prefix}-{shape[1]}" if shape else None


def parse_unit(text: str) -> str | None:
    """Return the code of a unit in *text*, None if it cannot be one.

    A unit is the office an officer belongs to, `buji-police`: small letters, digits
    and hyphens, at most 20. Two officers of one unit have the same code, however it
    was typed.
    """
    code = _SEPARATORS.sub("-", words.plain(text))
    return code if len(code) <= _LONGEST_UNIT and _UNIT.fullmatch(code) else None


def may_work(
    *,
    roles: Collection[Role],
    territories: Collection[str],
    desks: Collection[str],
    queue: Queue,
    desk: str,
    subdistrict: str | None,
    community: str | None,
) -> bool:
    """Return whether an officer may work on a case.

    Roles give the queues. Without *territories* an officer works the whole
    district, without *desks* all desks of their queues. A case whose place is not
    known is for those who work the whole district and for who heads its queue, lest
    it be everybody's and nobody's.

    Args:
        roles: What the officer is.
        territories: Codes of sub-districts and communities the officer works in.
        desks: Codes of the desks the officer works at.
        queue: Where the case waits.
        desk: The desk it waits at.
        subdistrict: Where it happened, None if that is not known.
        community: The same one level below.
    """
    if queue not in permissions.queues(roles, Act.READ):
        return False
    if desks and desk not in desks:
        return False
    if not territories:
        return True
    places = {subdistrict, community} - {None}
    return bool(places & set(territories)) if places else _heads(roles, queue)


def _heads(roles: Collection[Role], queue: Queue) -> bool:
    """Return whether one of *roles* heads *queue*; a head of another counts for nothing."""
    return queue in permissions.queues(_HEADS.intersection(roles), Act.READ)


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", words.plain(text)).upper()

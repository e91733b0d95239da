"""What tells one person, thing or door from another, as a typed value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """What an identifier names."""

    PHONE = "phone"
    PHONE_TAIL = "phone_tail"
    PLATE = "plate"
    PLATE_TAIL = "plate_tail"
    BUILDING = "building"
    UNIT = "unit"
    FLOOR = "floor"
    ROOM = "room"
    NICKNAME = "nickname"
    SHOP = "shop"
    COMPANY = "company"
    AMOUNT = "amount"
    WECHAT = "wechat"
    QQ = "qq"
    URL = "url"
    APP = "app"
    ID_CARD = "id_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier, its *value* in one spelling, from *start* up to *end*.

    Start and end are those of the plain text (`words.plain`).
    """

    kind: IdentifierKind
    value: str
    start: int
    end: int


def of(kind: IdentifierKind, value: str, hit: re.Match[str], group: str | int = 0) -> Identifier:
    """Return the identifier that *group* of *hit* spells."""
    return Identifier(kind=kind, value=value, start=hit.start(group), end=hit.end(group))


def apart(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return *found* without overlaps, longer ones first, in order."""
    taken: set[int] = set()
    kept = []
    for one in sorted(found, key=lambda each: each.start - each.end):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: each.start))

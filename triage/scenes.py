"""Which of the places named in a text are where it happens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage import roles
from triage.gazetteer import Gazetteer
from triage.mentions import Mention
from triage.placenames import Level
from triage.roles import Role

_LINKS = (
    "街道办?|镇|社区|区|那边|这边|嗰边|那里|嗰度|里面|入面|嗰个|那个|这个|个|边|地铁|站",
    "'s|sub-?district|community|village|town|jie ?dao|she ?qu|side",
)
_GAP = re.compile(rf"[ ·的嘅()]*(?:(?:{'|'.join(_LINKS)})[ 的嘅()]*)*")
_LATIN_GAP = re.compile(r"(?<=[a-z]),? ?")
_WIDEST = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A mention with its role, and the number of the group it stands in."""

    mention: Mention
    role: Role
    group: int


def parts(plain: str, named: Sequence[Mention], gazetteer: Gazetteer) -> list[Part]:
    """Return the *named* places that count, with what each does in the text.

    Names side by side (坂田南坑社区) play one role together. Where somebody
    only comes from does not count, nor what the text denies. Once it says where
    it happened, homes and places on the way do not count either.
    """
    meant = [one for one in named if not _is_left_out(plain, one)]
    found: list[Part] = []
    for number, group in enumerate(_groups(plain, meant)):
        role = roles.of(plain, group[0].start, max(one.reach for one in group))
        found += [Part(mention=one, role=role, group=number) for one in group]
    least = _least(found)
    kept = [part for part in found if part.role >= least]
    return [*kept, *_inside(kept, found, gazetteer)]


def _inside(kept: Sequence[Part], found: Sequence[Part], gazetteer: Gazetteer) -> list[Part]:
    """Return the communities that were left out but lie in a sub-district *kept*.

    Where it happened in 坂田, and 五和 is only passed, 五和 is still the best guess.
    """
    if any(part.mention.meaning.level is Level.COMMUNITY for part in kept):
        return []
    towns = [code for part in kept for code in part.mention.meaning.codes]
    return [
        part
        for part in found
        if part.mention.meaning.level is Level.COMMUNITY
        and gazetteer.lies_in(part.mention.meaning.codes, towns)
    ]


def _is_left_out(plain: str, mention: Mention) -> bool:
    """Return whether the text denies it, or only says that somebody comes from there."""
    outside = mention.meaning.level is Level.OUTSIDE
    if outside and roles.is_origin(plain, mention.start, mention.end):
        return True
    return roles.is_denied(plain, mention.start, mention.end)


def _least(found: Sequence[Part]) -> Role:
    """Return the least role that counts beside the strongest one."""
    best = max((part.role for part in found), default=Role.PLAIN)
    if best is Role.HAPPENED:
        return Role.HAPPENED
    if best is Role.THERE:
        return Role.NEAR
    return Role.HOME if best >= Role.HOME else Role.PASSED


def _groups(plain: str, named: Sequence[Mention]) -> Iterator[list[Mention]]:
    group: list[Mention] = []
    end = 0
    for one in sorted(named, key=lambda mention: (mention.start, -mention.end)):
        if group and not _together(plain, end, one.start):
            yield group
            group, end = [], 0
        group.append(one)
        end = max(end, one.end)
    if group:
        yield group


def _together(plain: str, end: int, start: int) -> bool:
    """Return whether only words such as 街道 stand from *end* to *start*."""
    if start <= end:
        return True
    if start - end > _WIDEST:
        return False
    between = plain[end:start]
    return bool(_GAP.fullmatch(between) or _LATIN_GAP.fullmatch(plain, end, start))

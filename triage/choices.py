"""What the parts of a scene may mean: communities, sub-districts, places outside."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from triage.gazetteer import Gazetteer
from triage.misspellings import LOOSE_SOUND, SAME_SOUND
from triage.placenames import Level
from triage.roles import Role
from triage.scenes import Part

_TOWNS = {Level.SUBDISTRICT, Level.SPOT, Level.STATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A part that names a community, and the communities that it may be."""

    part: Part
    codes: tuple[str, ...]


def level(part: Part) -> Level:
    """Return what kind of place the name in *part* means."""
    return part.mention.meaning.level


def towns(parts: Sequence[Part], gazetteer: Gazetteer) -> dict[str, Role]:
    """Return the sub-districts that are named, or that a named spot lies in.

    Where an old one and one that was split from it are named, the new one.
    """
    found: dict[str, Role] = {}
    for part in parts:
        for code in part.mention.meaning.codes if level(part) in _TOWNS else ():
            if gazetteer.subdistrict(code) is not None:
                found[code] = max(part.role, found.get(code, part.role))
    wide = {
        one for one in found for other in found if one != other and gazetteer.covers(one, other)
    }
    return {code: role for code, role in found.items() if code not in wide}


def communities(parts: Sequence[Part], gazetteer: Gazetteer) -> list[Choice]:
    """Return the communities that are named, strongest role first.

    Names that are only alike do not count beside one that is spelt right, or
    sounds right.
    """
    clues = _clues(parts, gazetteer)
    wide = {part.group for part in parts if level(part) is Level.UNCLEAR}
    found = []
    for part in parts:
        if level(part) is Level.COMMUNITY:
            codes = part.mention.meaning.codes
            near = tuple(code for code in codes if gazetteer.lies_in([code], clues))
            if near or _is_sure(part, wide):
                found.append(Choice(part=part, codes=near or codes))
    right = [one for one in found if one.part.mention.closeness >= SAME_SOUND]
    return sorted(right or found, key=lambda one: (-one.part.role, one.part.mention.start))


def _is_sure(part: Part, wide: Collection[int]) -> bool:
    """Return whether a name counts although no sub-district points to it."""
    mention = part.mention
    firm = mention.firm and mention.closeness > LOOSE_SOUND
    return not mention.meaning.doubtful or firm or part.group in wide


def _clues(parts: Sequence[Part], gazetteer: Gazetteer) -> set[str]:
    """Return the sub-districts that the text points to."""
    clues: set[str] = set()
    for part in parts:
        meaning = part.mention.meaning
        if level(part) in _TOWNS:
            clues.update(meaning.codes)
        elif level(part) is Level.COMMUNITY and len(meaning.codes) == 1 and not meaning.doubtful:
            clues.add(gazetteer.town_of(meaning.codes[0]))
    return clues


def likely(found: Sequence[Choice], parts: Sequence[Part], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the communities of the strongest role.

    Of several side by side those that are called a community (银荷社区荷坳); of
    several elsewhere those in the sub-districts that are named, if any are.
    """
    best = [one for one in found if one.part.role is found[0].part.role]
    full = {one.part.group for one in best if one.part.mention.full}
    codes = unique(
        code
        for one in best
        if one.part.mention.full or one.part.group not in full
        for code in one.codes
    )
    named = {
        code
        for part in parts
        if level(part) is Level.SUBDISTRICT
        for code in part.mention.meaning.codes
    }
    return tuple(code for code in codes if gazetteer.lies_in([code], named)) or codes


def stray(
    best: Part, parts: Sequence[Part], codes: Sequence[str], gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Return the sub-districts named beside the community that it does not lie in."""
    around = {gazetteer.town_of(code) for code in codes}
    return unique(
        code
        for part in parts
        if part.group == best.group and level(part) is Level.SUBDISTRICT
        for code in part.mention.meaning.codes
        if not any(gazetteer.covers(code, town) for town in around)
    )


def outside(parts: Sequence[Part]) -> str | None:
    """Return the place outside that is named, None if our district is named later."""
    named = [part for part in parts if level(part) in {Level.OUTSIDE, Level.UNCLEAR}]
    best = max(named, key=lambda part: (part.role, part.mention.start), default=None)
    if best is None or level(best) is not Level.OUTSIDE:
        return None
    return best.mention.meaning.codes[0]


def is_only_outside(parts: Sequence[Part]) -> bool:
    """Return whether all that is ours is a spot beside the place outside.

    Estates have the same names everywhere: 惠州阳光花园 is not ours.
    """
    groups = {part.group for part in parts if level(part) is Level.OUTSIDE}
    ours = [part for part in parts if level(part) not in {Level.OUTSIDE, Level.UNCLEAR}]
    return all(level(part) is Level.SPOT and part.group in groups for part in ours)


def unique(codes: Iterable[str]) -> tuple[str, ...]:
    """Return *codes* in order, each once, empty ones left out."""
    return tuple(dict.fromkeys(code for code in codes if code))

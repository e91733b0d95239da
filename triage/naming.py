"""All names of places in a text, those spelt right and those only alike."""

from collections.abc import Iterable

from triage import alike, mentions, romanised
from triage.gazetteer import Gazetteer
from triage.mentions import Mention
from triage.misspellings import SAME_SOUND
from triage.placenames import Level

# How much more than the same sound speaks for a name that is not called a community.
_MORE = 0.1


def named(plain: str, gazetteer: Gazetteer) -> list[Mention]:
    """Return the names in *plain*; one spelt right beats one that is only alike.

    Except where the likeness is longer and holds it: 龙岗虚 is 龙岗墟.
    """
    exact = mentions.exact(plain, gazetteer)
    likely = [
        *alike.in_chinese(plain, exact, gazetteer),
        *romanised.in_latin(plain, exact, gazetteer),
    ]
    spelt = _by_place(exact)
    kept: dict[int, Mention] = {}
    more: list[Mention] = []
    for one in sorted(likely, key=_strength, reverse=True):
        where = range(one.start, one.end)
        rivals = [kept[at] for at in where if at in kept]
        beside = [spelt[at] for at in where if at in spelt]
        if all(_same(one, other) for other in rivals) and all(
            _replaces(one, other) for other in beside
        ):
            more.append(one)
            kept |= dict.fromkeys(where, one)
    held = [one for one in exact if kept.keys().isdisjoint(range(one.start, one.end))]
    return [one for one in [*held, *more] if one.meaning.level is not Level.NOTHING]


def _replaces(likely: Mention, exact: Mention) -> bool:
    """Return whether a likeness is meant instead of a name spelt right.

    It is if it is longer. What sounds like a place outside is ours if it is
    called a community, or stands after its sub-district: 宝安社区 is 保安社区.
    """
    if exact.meaning.level is Level.OUTSIDE and likely.start == exact.start and likely.firm:
        return likely.closeness >= SAME_SOUND + (0 if likely.full else _MORE)
    return likely.holds(exact) and (likely.firm or not exact.firm)


def _by_place(named: Iterable[Mention]) -> dict[int, Mention]:
    """Return the longest mention at each character."""
    long_last = sorted(named, key=lambda one: one.reach - one.start)
    return {at: one for one in long_last for at in range(one.start, one.end)}


def _strength(mention: Mention) -> tuple[float, int]:
    return mention.closeness, mention.end - mention.start


def _same(one: Mention, other: Mention) -> bool:
    """Return whether both are readings of the same letters, equally close."""
    places = (one.start, one.end) == (other.start, other.end)
    return places and one.closeness == other.closeness

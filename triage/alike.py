"""The names of places in Chinese characters in a text, misspelt but meant.

An everyday word may sound or look like a name (一心 like 怡心). So a likeness
counts only with support: the word after it says that it is a place (社区, 村),
its sub-district stands right before it, or it has three characters or more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage import endings, sounds
from triage.endings import Ending
from triage.gazetteer import Gazetteer
from triage.mentions import Mention
from triage.misspellings import LIKE_SOUND, LOOSE_SOUND, SAME_SOUND, Likeness
from triage.placenames import Level, Meaning

# Characters of the shortest name, of one that needs no support, of the longest looked for.
_SHORT = 2
_LONG = 3
_LONGEST = 6
# Sub-districts, and endings such as 村, that are looked at in one text.
_MOST = 100
# How much closer a name is that follows its sub-district.
_INSIDE = 0.15
_LINK = re.compile(r"(?:街道办?|镇|那边|这边|嗰边|的|嘅|之|这个|那个|嗰个|里面|入面|,| ){0,4}")
_BEGINS = re.compile(r"(?:^|[。,;:!?、(\s]|[在喺到住去])$")
_HAN = re.compile(r"[㐀-鿿]")
# Which endings make a place of a name that is only alike.
_PLACE = {Ending.COMMUNITY, Ending.VILLAGE, Ending.ESTATE}
_WEAK = {Ending.PART, Ending.BUILDING}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Characters that may be a name, and what stands around them.

    *near* is the mention of the sub-district, or of the whole district, right
    before them.
    """

    start: int
    end: int
    near: Mention | None = None


def in_chinese(plain: str, exact: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Return the misspelt names in *plain*, beside the *exact* ones."""
    found = [
        mention
        for window in _windows(plain, exact)
        for likeness in gazetteer.names.misspellings.of_characters(plain[window.start : window.end])
        if (mention := _supported(plain, window, likeness, gazetteer)) is not None
    ]
    return [*found, *_long_names(plain, gazetteer)]


def _windows(plain: str, exact: Sequence[Mention]) -> Iterator[_Window]:
    """Yield where a supported name may stand."""
    towns = [one for one in exact if one.meaning.level in {Level.SUBDISTRICT, Level.UNCLEAR}]
    for one in towns[:_MOST]:
        link = _LINK.match(plain, one.reach)
        start = link.end() if link else one.reach
        for end in range(start + _SHORT, min(start + _LONGEST, len(plain)) + 1):
            yield _Window(start=start, end=end, near=one)
    for end, ending in endings.places_of_endings(plain)[:_MOST]:
        for start in range(max(0, end - _LONGEST), end - 1):
            if ending not in _WEAK or _BEGINS.search(plain, max(0, start - 1), start):
                yield _Window(start=start, end=end)


def _supported(
    plain: str, window: _Window, likeness: Likeness, gazetteer: Gazetteer
) -> Mention | None:
    """Return the name that *window* means, None if too little supports it."""
    after = endings.after(plain, window.end, latin=False)
    meaning = gazetteer.names.meaning(likeness.name, after.ending.tries)
    if meaning is None or after.ending in {Ending.ROAD, Ending.STATION}:
        return None
    if window.near is None and not _fits(meaning, after.ending, likeness):
        return None
    if window.near is not None and not _is_of(meaning, window.near, likeness, gazetteer):
        return None
    return Mention(
        start=window.start,
        end=window.end,
        reach=after.end,
        meaning=meaning,
        closeness=likeness.closeness + (_INSIDE if window.near else 0.0),
        firm=after.ending in _PLACE or after.ending is Ending.TOWN,
        full=after.ending is Ending.COMMUNITY,
    )


def _fits(meaning: Meaning, ending: Ending, likeness: Likeness) -> bool:
    """Return whether a place of this kind has this ending."""
    if ending is Ending.TOWN:
        return meaning.level is Level.SUBDISTRICT and likeness.closeness > LOOSE_SOUND
    if meaning.level is not Level.COMMUNITY:
        return False
    if ending in _WEAK:
        return likeness.closeness >= SAME_SOUND and not meaning.doubtful
    return ending in _PLACE


def _is_of(meaning: Meaning, near: Mention, likeness: Likeness, gazetteer: Gazetteer) -> bool:
    """Return whether the place lies in the sub-district named before it.

    The name of the whole district says less: then the sound must be the same.
    """
    if meaning.level is not Level.COMMUNITY:
        return False
    if near.meaning.level is Level.UNCLEAR:
        return likeness.closeness >= SAME_SOUND and not meaning.doubtful
    return gazetteer.lies_in(meaning.codes, near.meaning.codes)


def _long_names(plain: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield names of three characters or more that sound right, anywhere."""
    spellings = gazetteer.names.misspellings
    for start in range(len(plain) - _SHORT):
        if spellings.beginnings.isdisjoint(sounds.heard(plain[start : start + 2])):
            continue
        for end in range(start + _LONG, min(start + spellings.longest, len(plain)) + 1):
            for likeness in spellings.of_sound(plain[start:end]):
                mention = _long_name(plain, start, end, likeness, gazetteer)
                if mention is not None:
                    yield mention


def _long_name(
    plain: str, start: int, end: int, likeness: Likeness, gazetteer: Gazetteer
) -> Mention | None:
    """Return the long name that *likeness* means.

    布吉围 may be 布吉圩, but 布吉围起来 is not: what begins with the name of a
    sub-district has to end there.
    """
    meaning = gazetteer.names.meanings.get(likeness.name)
    if meaning is None or meaning.level is not Level.COMMUNITY or meaning.doubtful:
        return None
    after = endings.after(plain, end, latin=False)
    within = gazetteer.names.meanings.get(plain[start : end - 1])
    goes_on = after.ending is Ending.NONE and _HAN.match(plain, end)
    if likeness.closeness < LIKE_SOUND or after.ending is Ending.ROAD or (within and goes_on):
        return None
    return Mention(
        start=start,
        end=end,
        reach=after.end,
        meaning=meaning,
        closeness=likeness.closeness,
        firm=after.ending in _PLACE,
    )

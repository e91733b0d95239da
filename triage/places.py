"""The places that a story names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from triage import words
from triage.gazetteer import Gazetteer, Level, Meaning
from triage.phrases import Span, apart

# A road bears the name of a place and may lie in another.
_ROAD = re.compile(r"[东南西北中]?[一二三四五六七八九]?(?:路|大道|大街)|\s(?:road|rd|avenue|ave)\b")
_PLACE = re.compile(r"村|居委会|小区|\svillage\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text says about where it happens, in the order of the text.

    One community: it is known. Several, or none and not exactly one
    sub-district: ask. A community beside two sub-districts means that the text
    names another one as well: ask too. *outside* is the code of a district or
    city that is not ours, only where nothing of ours was found.
    """

    communities: tuple[str, ...] = ()
    subdistricts: tuple[str, ...] = ()
    outside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A name in the text and what it stands for."""

    span: Span
    meaning: Meaning


def find(text: str, gazetteer: Gazetteer) -> Found:
    """Return the places named in *text*, in either script or in pinyin.

    Longer names win over names inside them. A sub-district in the same text
    settles which of several communities of one name is meant (凤凰 in 平湖 or
    in 布吉); a spot gives its sub-district. The name of the district alone
    (龙岗) says nothing.
    """
    plain = words.plain(text)
    mentions = _mentions(plain, gazetteer)
    towns = _towns(mentions, gazetteer)
    communities = _communities(mentions, towns, gazetteer, plain)
    around = _unique(_town_of(code, gazetteer) for code in communities)
    others = (town for town in towns if not communities or not _covers(town, around, gazetteer))
    subdistricts = _unique([*around, *others])
    outside = [code for one in mentions if _is(one, Level.OUTSIDE) for code in one.meaning.codes]
    if communities or subdistricts or not outside:
        return Found(communities=communities, subdistricts=subdistricts)
    return Found(outside=outside[0])


def _mentions(plain: str, gazetteer: Gazetteer) -> list[_Mention]:
    """Return the names in *plain* that stand for places, roads left out.

    Inside the name of a spot the name of a community counts as well, if the
    spot lies there: 南联站 is in 南联, but 宝龙花园 is not in 宝龙.
    """
    every = [
        _Mention(span=span, meaning=gazetteer.meanings[span.phrase])
        for span in gazetteer.phrases.spans(plain)
    ]
    places = [one for one in every if not (one.meaning.bare and _ROAD.match(plain, one.span.end))]
    chosen = set(apart([one.span for one in places]))
    spots = [one for one in places if one.span in chosen and _is(one, Level.SPOT)]
    around = {at: spot for spot in spots for at in range(spot.span.start, spot.span.end)}
    return [
        one
        for one in places
        if one.span in chosen or _belongs(one, around.get(one.span.start), gazetteer)
    ]


def _belongs(inner: _Mention, spot: _Mention | None, gazetteer: Gazetteer) -> bool:
    """Return whether *inner* is a community in whose ground *spot* lies."""
    if spot is None or not _is(inner, Level.COMMUNITY) or not inner.span.inside(spot.span):
        return False
    towns = {_town_of(code, gazetteer) for code in inner.meaning.codes}
    return not spot.meaning.codes or bool(towns.intersection(spot.meaning.codes))


def _towns(mentions: Sequence[_Mention], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the sub-districts that are named, or that a named spot lies in."""
    direct = [one for one in mentions if _is(one, Level.SUBDISTRICT) or _is(one, Level.SPOT)]
    codes = _unique(code for one in direct for code in one.meaning.codes)
    return tuple(code for code in codes if gazetteer.subdistrict(code) is not None)


def _communities(
    mentions: Sequence[_Mention], towns: tuple[str, ...], gazetteer: Gazetteer, plain: str
) -> tuple[str, ...]:
    """Return the communities meant, several where the text leaves it open."""
    named = [one for one in mentions if _is(one, Level.COMMUNITY)]
    certain = [one.meaning for one in named if not one.meaning.doubtful]
    clear = [meaning.codes[0] for meaning in certain if len(meaning.codes) == 1]
    clues = {*towns, *(_town_of(code, gazetteer) for code in clear)}
    found: list[str] = []
    for one in named:
        codes = one.meaning.codes
        near = [code for code in codes if _is_near(code, clues, gazetteer)]
        if near or not one.meaning.doubtful or _PLACE.match(plain, one.span.end):
            found += near or codes
    return _unique(found)


def _is_near(community: str, towns: set[str], gazetteer: Gazetteer) -> bool:
    """Return whether *community* lies in one of *towns*, by new or old name."""
    return any(_covers(town, (_town_of(community, gazetteer),), gazetteer) for town in towns)


def _covers(town: str, others: Iterable[str], gazetteer: Gazetteer) -> bool:
    """Return whether *town* is one of *others*, or one that was split from it."""
    rows = (gazetteer.subdistrict(other) for other in others)
    return any(row is not None and town in {row.code, row.split_from} for row in rows)


def _town_of(community: str, gazetteer: Gazetteer) -> str:
    row = gazetteer.community(community)
    return row.subdistrict_code if row is not None else ""


def _is(mention: _Mention, level: Level) -> bool:
    return mention.meaning.level == level


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))

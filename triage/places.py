"""The places that a story names, and those near a shared location."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from triage import choices, naming, scenes, words
from triage.choices import Choice
from triage.gazetteer import Gazetteer, Names, Point
from triage.placenames import Level
from triage.roles import Role
from triage.scenes import Part

# Metres of one degree of latitude.
_METRES_A_DEGREE = 111_195.0
# Metres from the nearest station beyond which nothing is ours.
_FAR = 6000.0
# More candidates than this are no help.
_MOST = 5
# Weight of what is meant, of a sub-district that contradicts it, of all else.
_MEANT, _CONTRADICTS, _ELSE = 1.0, 0.3, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a text may mean, *p* its share of all that it may mean."""

    community: str | None
    subdistrict: str
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text says about where it happens.

    One community in one sub-district: it is known. *ask* says that it has to be
    asked which of *candidates* is meant, best first, or, where there are none,
    what a name as wide as 龙岗 means. *outside* is the code of a district or city
    that is not ours, only where nothing of ours was found.
    """

    communities: tuple[str, ...] = ()
    subdistricts: tuple[str, ...] = ()
    outside: str | None = None
    candidates: tuple[Candidate, ...] = ()
    ask: bool = False


def find(text: str, gazetteer: Gazetteer) -> Found:
    """Return where *text* says that it happens, in either script or in pinyin.

    Names may be misspelt by sound or by shape. Of several places the one where
    it happens counts, not those that are passed, denied or lived in. A
    sub-district in the same text settles which of several communities of one
    name is meant (凤凰 in 平湖 or in 布吉). A station tells the sub-district only.
    The name of the district alone (龙岗) has to be asked.
    """
    plain = words.plain(text)
    parts = scenes.parts(plain, naming.named(plain, gazetteer), gazetteer)
    outside = choices.outside(parts)
    if outside is not None and choices.is_only_outside(parts):
        return Found(outside=outside)
    communities = choices.communities(parts, gazetteer)
    if communities:
        return _in_communities(communities, parts, gazetteer)
    towns = choices.towns(parts, gazetteer)
    if towns:
        return _in_towns(towns)
    ask = any(choices.level(part) is Level.UNCLEAR for part in parts)
    return Found(outside=outside, ask=ask and outside is None)


def _in_communities(named: Sequence[Choice], parts: Sequence[Part], gazetteer: Gazetteer) -> Found:
    """Return what is found where communities are named."""
    likely = choices.likely(named, parts, gazetteer)
    stray = choices.stray(named[0].part, parts, likely, gazetteer)
    towns = choices.unique([*(gazetteer.town_of(code) for code in likely), *stray])
    weights: dict[tuple[str | None, str], float] = {}
    for one in named:
        for code in one.codes:
            weight = _MEANT if code in likely else _ELSE
            place = (code, gazetteer.town_of(code))
            weights[place] = max(weight * one.part.mention.closeness, weights.get(place, 0.0))
    for town in towns:
        weights[None, town] = _CONTRADICTS if town in stray else _ELSE
    return Found(
        communities=likely,
        subdistricts=towns,
        candidates=_candidates(weights),
        ask=len(likely) > 1 or bool(stray),
    )


def _in_towns(towns: Mapping[str, Role]) -> Found:
    """Return what is found where only sub-districts are named."""
    best = max(towns.values())
    likely = tuple(code for code, role in towns.items() if role is best)
    weights: dict[tuple[str | None, str], float] = {
        (None, code): _MEANT if code in likely else _ELSE for code in towns
    }
    return Found(subdistricts=likely, candidates=_candidates(weights), ask=len(likely) > 1)


def _candidates(weights: Mapping[tuple[str | None, str], float]) -> tuple[Candidate, ...]:
    """Return the best of *weights* with their shares of the whole."""
    best = sorted(weights.items(), key=lambda one: -one[1])[:_MOST]
    whole = sum(weight for _, weight in best)
    return tuple(
        Candidate(community=code, subdistrict=town, p=round(weight / whole, 3))
        for (code, town), weight in best
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A known place near a point, *metres* away as the crow flies."""

    names: Names
    community: str | None
    subdistrict: str | None
    metres: int


def nearest(
    latitude: float, longitude: float, gazetteer: Gazetteer, n: int = 3
) -> tuple[Nearby, ...]:
    """Return the *n* known places of the district nearest to a point, nearest first.

    Only metro stations carry points, so a community without a station is never
    among them. Telegram sends WGS 84; many phones in China report GCJ-02, which
    lies 300 to 600 metres off. So the answer is for buttons to choose from, and
    nothing may be decided by it.
    """
    here = (latitude, longitude)
    ours = [(_metres(here, point), point) for point in gazetteer.points if not point.outside]
    return tuple(
        Nearby(
            names=point.names,
            community=point.community,
            subdistrict=point.subdistrict,
            metres=round(metres),
        )
        for metres, point in sorted(ours, key=lambda one: one[0])[:n]
    )


def is_outside(latitude: float, longitude: float, gazetteer: Gazetteer) -> bool:
    """Return whether a point is clearly not in the district.

    Clearly: more than 6 km from every station of the district (none of its
    communities is), or less than half as far from a station beyond the border.
    Near the border it says no, since points are 300 to 600 metres off (see
    `nearest`) and there is no polygon: a report too many is no harm.
    """
    here = (latitude, longitude)
    ours = [_metres(here, point) for point in gazetteer.points if not point.outside]
    others = [_metres(here, point) for point in gazetteer.points if point.outside]
    own = min(ours, default=0.0)
    return own > _FAR or min(others, default=own) < own / 2


def _metres(here: tuple[float, float], point: Point) -> float:
    """Return the distance on a flat map, good to 1 % within the city."""
    north = here[0] - point.latitude
    east = (here[1] - point.longitude) * math.cos(math.radians(point.latitude))
    return math.hypot(north, east) * _METRES_A_DEGREE

"""The places of the district as data: sub-districts, communities, spots in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from triage.languages import Language
from triage.placenames import Level, Meaning
from triage.placenames import Names as Index

Names = Mapping[Language, str]
# The kind of a spot that is a metro station.
STATION = "metro_station"

_STATIONS = ("地铁站", "地铁口", " metro station", " subway station", " mtr station", " metro")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubDistrict:
    """A sub-district (街道).

    *split_from* is the sub-district it once was a part of: many people still
    use the old name for both.
    """

    code: str
    names: Names
    aliases: tuple[str, ...]
    split_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community (社区).

    Names of *doubtful* mean it only where something else in the text points
    to its sub-district: they are common words, or names of estates elsewhere.
    """

    code: str
    subdistrict_code: str
    names: Names
    aliases: tuple[str, ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerCommunity:
    """A community that was dissolved, and those that took its ground."""

    code: str
    names: Names
    aliases: tuple[str, ...]
    doubtful: tuple[str, ...]
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An estate, park, market, station or public unit.

    Not all spots have an English name. No *subdistrict_code* means that the
    sources do not say where it lies.
    """

    names: Names
    kind: str
    subdistrict_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A district or city that is not ours but that people name.

    *call* is the number for complaints there, with its area code; *emergency*
    the one for danger to life.
    """

    code: str
    names: Names
    aliases: tuple[str, ...]
    call: str
    emergency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A metro station whose place is known, in degrees of WGS 84.

    *community* is known where the station bears its name. *outside* is the code
    of the place outside the district where the station lies, None for ours.
    """

    names: Names
    latitude: float
    longitude: float
    subdistrict: str | None = None
    community: str | None = None
    outside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A phrase that holds the name of a place and means something else."""

    phrase: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All places, ready to be looked up by code and by name."""

    subdistricts: tuple[SubDistrict, ...]
    communities: tuple[Community, ...]
    outside: tuple[Outside, ...]
    points: tuple[Point, ...]
    names: Index
    towns_by_code: Mapping[str, SubDistrict]
    communities_by_code: Mapping[str, Community]

    @classmethod
    def of(
        cls,
        *,
        subdistricts: Iterable[SubDistrict],
        communities: Iterable[Community],
        former: Iterable[FormerCommunity] = (),
        spots: Iterable[Spot] = (),
        outside: Iterable[Outside] = (),
        points: Iterable[Point] = (),
        traps: Iterable[Trap] = (),
        lookalikes: Iterable[str] = (),
    ) -> Self:
        """Return the gazetteer of these places, lists sorted by pinyin."""
        towns = tuple(sorted(subdistricts, key=_pinyin))
        villages = tuple(sorted(communities, key=_pinyin))
        others = tuple(outside)
        named = [
            *_named(towns, villages, former, spots, others),
            *(((trap.phrase,), Meaning(level=trap.level, bare=True)) for trap in traps),
        ]
        return cls(
            subdistricts=towns,
            communities=villages,
            outside=others,
            points=tuple(points),
            names=Index.of(named, lookalikes),
            towns_by_code={town.code: town for town in towns},
            communities_by_code={village.code: village for village in villages},
        )

    def subdistrict(self, code: str) -> SubDistrict | None:
        """Return the sub-district, None if the data no longer has it."""
        return self.towns_by_code.get(code)

    def community(self, code: str) -> Community | None:
        """Return the community, None if the data no longer has it."""
        return self.communities_by_code.get(code)

    def communities_of(self, subdistrict_code: str) -> tuple[Community, ...]:
        """Return the communities of a sub-district, by pinyin."""
        return tuple(one for one in self.communities if one.subdistrict_code == subdistrict_code)

    def town_of(self, community: str) -> str:
        """Return the sub-district of a community, empty if the data has neither."""
        row = self.communities_by_code.get(community)
        return row.subdistrict_code if row is not None else ""

    def covers(self, town: str, other: str) -> bool:
        """Return whether *town* is *other*, or what *other* was split from."""
        row = self.towns_by_code.get(other)
        return row is not None and town in {row.code, row.split_from}

    def lies_in(self, communities: Iterable[str], towns: Iterable[str]) -> bool:
        """Return whether one of *communities* lies in one of *towns*, by new or old name."""
        known = tuple(towns)
        around = [self.town_of(code) for code in communities]
        return any(self.covers(town, other) for town in known for other in around)

    def territories_called(self, word: str) -> frozenset[str]:
        """Return the codes that *word* may mean as a territory: a code or a name.

        A sub-district goes before a community of the same name (坂田, 布吉).
        """
        wanted = word.strip().casefold()
        for places in (self.subdistricts, self.communities):
            found = {
                one.code
                for one in places
                if wanted
                in {one.code, *(name.casefold() for name in (*one.names.values(), *one.aliases))}
            }
            if found:
                return frozenset(found)
        return frozenset()

    def place_outside(self, code: str) -> Outside | None:
        """Return the place outside the district, None if the data has none."""
        return next((place for place in self.outside if place.code == code), None)


def _pinyin(place: SubDistrict | Community) -> str:
    return place.names[Language.EN].casefold()


def _named(
    subdistricts: Iterable[SubDistrict],
    communities: Iterable[Community],
    former: Iterable[FormerCommunity],
    spots: Iterable[Spot],
    outside: Iterable[Outside],
) -> Iterator[tuple[Iterable[str], Meaning]]:
    """Yield names together with what they mean."""
    for town in subdistricts:
        full = Meaning(level=Level.SUBDISTRICT, codes=(town.code,))
        yield from _with_aliases(town.names, town.aliases, (), full)
    for village in communities:
        full = Meaning(level=Level.COMMUNITY, codes=(village.code,))
        yield from _with_aliases(village.names, village.aliases, village.doubtful, full)
    for gone in former:
        full = Meaning(level=Level.COMMUNITY, codes=gone.successors)
        yield from _with_aliases(gone.names, gone.aliases, gone.doubtful, full)
    for spot in spots:
        codes = () if spot.subdistrict_code is None else (spot.subdistrict_code,)
        level = Level.STATION if spot.kind == STATION else Level.SPOT
        yield _spellings(spot), Meaning(level=level, codes=codes)
    for place in outside:
        full = Meaning(level=Level.OUTSIDE, codes=(place.code,))
        yield from _with_aliases(place.names, place.aliases, (), full)


def _with_aliases(
    names: Names, aliases: tuple[str, ...], doubtful: tuple[str, ...], full: Meaning
) -> Iterator[tuple[Iterable[str], Meaning]]:
    yield names.values(), full
    yield aliases, Meaning(level=full.level, codes=full.codes, bare=True)
    yield doubtful, Meaning(level=full.level, codes=full.codes, bare=True, doubtful=True)


def _spellings(spot: Spot) -> Iterator[str]:
    """Yield the names of *spot*; 地铁站 is as good as 站."""
    for name in spot.names.values():
        yield name
        stem = name.removesuffix("站").removesuffix(" Station")
        if spot.kind == STATION:
            yield from (stem + ending for ending in _STATIONS)

"""The places of the district as data: sub-districts, communities, spots in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from triage import words
from triage.languages import Language
from triage.phrases import Phrases

Names = Mapping[Language, str]


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
    """A district or city that is not ours but that people name."""

    code: str
    names: Names
    aliases: tuple[str, ...]


class Level(IntEnum):
    """What a name means first, where it could mean several things."""

    SUBDISTRICT = 1
    COMMUNITY = 2
    SPOT = 3
    OUTSIDE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a name stands for.

    *codes* are the communities or sub-districts it may be, or the place
    outside; none for a spot of which nobody knows where it lies. A *bare* name
    is one without 社区 or the like, which a road may bear too.
    """

    level: Level
    codes: tuple[str, ...]
    bare: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All places, ready to be looked up by code and by name."""

    subdistricts: tuple[SubDistrict, ...]
    communities: tuple[Community, ...]
    outside: tuple[Outside, ...]
    phrases: Phrases
    meanings: Mapping[str, Meaning]

    @classmethod
    def of(
        cls,
        *,
        subdistricts: Iterable[SubDistrict],
        communities: Iterable[Community],
        former: Iterable[FormerCommunity] = (),
        spots: Iterable[Spot] = (),
        outside: Iterable[Outside] = (),
    ) -> Self:
        """Return the gazetteer of these places, lists sorted by pinyin."""
        towns = tuple(sorted(subdistricts, key=_pinyin))
        villages = tuple(sorted(communities, key=_pinyin))
        others = tuple(outside)
        meanings = _meanings(_named(towns, villages, former, spots, others))
        return cls(
            subdistricts=towns,
            communities=villages,
            outside=others,
            phrases=Phrases.of(meanings),
            meanings=meanings,
        )

    def subdistrict(self, code: str) -> SubDistrict | None:
        """Return the sub-district, None if the data no longer has it."""
        return next((town for town in self.subdistricts if town.code == code), None)

    def community(self, code: str) -> Community | None:
        """Return the community, None if the data no longer has it."""
        return next((village for village in self.communities if village.code == code), None)

    def communities_of(self, subdistrict_code: str) -> tuple[Community, ...]:
        """Return the communities of a sub-district, by pinyin."""
        return tuple(one for one in self.communities if one.subdistrict_code == subdistrict_code)

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
        yield _spellings(spot), Meaning(level=Level.SPOT, codes=codes)
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
        if name.endswith("站"):
            yield f"{name[:-1]}地铁站"


def _meanings(named: Iterable[tuple[Iterable[str], Meaning]]) -> dict[str, Meaning]:
    """Return the meaning of each name in plain form.

    Where a name means places of several levels (坂田 is a sub-district and a
    community) the first level wins; on one level it means all of them. Pinyin
    is found with and without its apostrophe.
    """
    found: defaultdict[str, list[Meaning]] = defaultdict(list)
    for names, meaning in named:
        plain = {words.plain(name) for name in names}
        for name in plain | {name.replace("'", "") for name in plain}:
            found[name].append(meaning)
    return {name: _merged(meanings) for name, meanings in found.items()}


def _merged(meanings: list[Meaning]) -> Meaning:
    level = min(meaning.level for meaning in meanings)
    same = [meaning for meaning in meanings if meaning.level == level]
    codes = dict.fromkeys(code for meaning in same for code in meaning.codes)
    return Meaning(
        level=level,
        codes=tuple(codes),
        bare=all(meaning.bare for meaning in same),
        doubtful=all(meaning.doubtful for meaning in same),
    )

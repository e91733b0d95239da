"""What the names of places stand for, and where they stand in a text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from triage import words
from triage.misspellings import Misspellings
from triage.phrases import Phrases

COMMUNITY_ENDINGS = ("社区", " community")
TOWN_ENDINGS = ("街道", " sub-district")
STATION_ENDINGS = ("站", " station")
_DIGITS = {"三": "3", "四": "4", "五": "5", "六": "6"}


class Level(IntEnum):
    """What a name means first, where it could mean several things.

    NOTHING is a word that only looks like a place (周五和周六), UNCLEAR one
    that says something about the place which has to be asked (龙岗).
    """

    NOTHING = 0
    SUBDISTRICT = 1
    COMMUNITY = 2
    SPOT = 3
    STATION = 4
    OUTSIDE = 5
    UNCLEAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a name stands for.

    *codes* are the communities or sub-districts it may be, or the place
    outside; none for a spot of which nobody knows where it lies. A *bare* name
    is one without 社区 or the like, which a road may bear too.
    """

    level: Level
    codes: tuple[str, ...] = ()
    bare: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All names in plain form, exact and misspelt."""

    phrases: Phrases
    meanings: Mapping[str, Meaning]
    misspellings: Misspellings

    @classmethod
    def of(
        cls, named: Iterable[tuple[Iterable[str], Meaning]], lookalikes: Iterable[str] = ()
    ) -> Self:
        """Return the index of *named*; *lookalikes* are groups of characters."""
        meanings = _meanings(named)
        stems = {
            _stem(name)
            for name, meaning in meanings.items()
            if _may_be_misspelt(meaning) and not _is_village(name, meanings)
        }
        return cls(
            phrases=Phrases.of(meanings),
            meanings=meanings,
            misspellings=Misspellings.of(stems, set(meanings), lookalikes, _DIGITS),
        )

    def meaning(self, stem: str, endings: Iterable[str]) -> Meaning | None:
        """Return what *stem* means before the first of *endings* that fits, or alone."""
        full = (self.meanings.get(stem + ending) for ending in endings)
        return next((one for one in full if one is not None), None) or self.meanings.get(stem)


def _may_be_misspelt(meaning: Meaning) -> bool:
    return meaning.level in {Level.SUBDISTRICT, Level.COMMUNITY, Level.STATION}


def _is_village(name: str, meanings: Mapping[str, Meaning]) -> bool:
    """Return whether *name* is another one with 村 after it: 坂田村."""
    return name.endswith("村") and name.removesuffix("村") in meanings


def _stem(name: str) -> str:
    """Return *name* without the ending that says what it is."""
    for ending in (*COMMUNITY_ENDINGS, *TOWN_ENDINGS, *STATION_ENDINGS):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


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

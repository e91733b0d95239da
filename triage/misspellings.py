"""Names of places as people misspell them: by sound, by shape, by a slip."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

from rapidfuzz.distance import OSA

from triage import sounds

Value = TypeVar("Value")

# How close a spelling is to the name: 1 would be the name itself.
SAME_SOUND = 0.9
LIKE_SOUND = 0.8
LIKE_SHAPE = 0.8
SLIP = 0.7
LOOSE_SOUND = 0.5
# Characters: a name that lost one of three still has two.
_SLIPPERY = 3
# Letters: shorter names are one letter away from too many words.
_LONG = 6
_HAN = re.compile(r"[㐀-鿿]+")
_BETWEEN = re.compile(r"[ '-]")
_DOUBLE = {"oo": "u", "ee": "i", "y": "i", "w": "v"}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Likeness:
    """A name that a spelling may mean, and how close they are."""

    closeness: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misspellings:
    """Spellings of all names, each with the names that it may mean."""

    by_sound: Mapping[str, tuple[str, ...]]
    by_sight: Mapping[str, tuple[Likeness, ...]]
    holes: Mapping[str, tuple[str, ...]]
    latin: Mapping[str, tuple[str, ...]]
    latin_sound: Mapping[str, tuple[str, ...]]
    latin_slips: Mapping[str, tuple[str, ...]]
    beginnings: frozenset[str]
    edges: frozenset[str]
    longest: int

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        known: set[str],
        lookalikes: Iterable[str],
        digits: Mapping[str, str],
    ) -> Self:
        """Return the spellings of *names*, none of them one of the *known* names."""
        stems = sorted(set(names))
        han = [name for name in stems if _HAN.fullmatch(name) and len(name) > 1]
        latin = [name for name in stems if name.isascii()]
        similar = _similar(lookalikes)
        sights = [
            (seen, likeness)
            for name in han
            for seen, likeness in _seen(name, similar, digits)
            if seen not in known
        ]
        long = [name for name in han if len(name) >= _SLIPPERY]
        # 布吉圩 differs from 布吉 by what a slip would change.
        apart = [name for name in long if name[:-1] not in known]
        return cls(
            by_sound=_index((key, name) for name in han for key in sounds.heard(name)),
            by_sight=_index(sights),
            holes=_index((hole, name) for name in apart for hole in _holes(name)),
            latin=_index((joined(name), name) for name in latin),
            latin_sound=_index((_sound(joined(name)), name) for name in latin),
            latin_slips=_index(
                (slip, name)
                for name in latin
                if len(joined(name)) >= _LONG
                for slip in _deletions(joined(name))
            ),
            beginnings=frozenset(key for name in long for key in sounds.heard(name[:2])),
            edges=frozenset(edge for name in latin for edge in _edges(joined(name))),
            longest=max(map(len, han), default=0),
        )

    def of_sound(self, characters: str) -> list[Likeness]:
        """Return the names that sound like *characters*."""
        found: dict[str, float] = {}
        for heard in sounds.heard(characters):
            for name in self.by_sound.get(heard, ()):
                found[name] = _closeness_of_sound(characters, name)
        return [Likeness(name=name, closeness=close) for name, close in found.items()]

    def of_characters(self, characters: str) -> list[Likeness]:
        """Return the names that *characters* may mean, closest first."""
        found = [*self.of_sound(characters), *self.by_sight.get(characters, ())]
        if not found and len(characters) >= _SLIPPERY:
            names = {name for hole in _holes(characters) for name in self.holes.get(hole, ())}
            found = [Likeness(name=name, closeness=SLIP) for name in names]
        return sorted(found, reverse=True)

    def of_letters(self, letters: str) -> list[Likeness]:
        """Return the names that *letters*, written in one, may mean, closest first."""
        exact = self.latin.get(letters, ())
        if exact:
            return [Likeness(name=name, closeness=1.0) for name in exact]
        alike = [
            Likeness(name=name, closeness=LIKE_SOUND)
            for name in self.latin_sound.get(_sound(letters), ())
        ]
        return alike or [Likeness(name=name, closeness=SLIP) for name in self._slips(letters)]

    def _slips(self, letters: str) -> set[str]:
        if len(letters) < _LONG - 1 or self.edges.isdisjoint(_edges(letters)):
            return set()
        keys = _deletions(letters)
        near = {name for key in keys for name in self.latin_slips.get(key, ())}
        return {name for name in near if OSA.distance(joined(name), letters) == 1}


def joined(latin: str) -> str:
    """Return *latin* in one word."""
    return _BETWEEN.sub("", latin)


def _index(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    found: defaultdict[str, dict[Value, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: tuple(values) for key, values in found.items()}


def _closeness_of_sound(characters: str, name: str) -> float:
    said, meant = set(sounds.spoken(characters)), set(sounds.spoken(name))
    if said & meant:
        return SAME_SOUND
    alike = {sounds.merged(one) for one in said} & {sounds.merged(one) for one in meant}
    return LIKE_SOUND if alike else LOOSE_SOUND


def _similar(lookalikes: Iterable[str]) -> dict[str, set[str]]:
    similar: defaultdict[str, set[str]] = defaultdict(set)
    for group in lookalikes:
        for character in group:
            similar[character] |= set(group) - {character}
    return similar


def _seen(
    name: str, similar: Mapping[str, set[str]], digits: Mapping[str, str]
) -> Iterator[tuple[str, Likeness]]:
    """Yield what *name* looks like when a character is mistaken, lost or doubled."""
    slip = Likeness(name=name, closeness=SLIP)
    for at, character in enumerate(name):
        before, after = name[:at], name[at + 1 :]
        for other in similar.get(character, ()):
            yield before + other + after, Likeness(name=name, closeness=LIKE_SHAPE)
        if character in digits:
            yield before + digits[character] + after, Likeness(name=name, closeness=SAME_SOUND)
        yield before + character + character + after, slip
        if len(name) >= _SLIPPERY:
            yield before + after, slip
            yield before + after[:1] + character + after[1:], slip


def _holes(name: str) -> Iterator[str]:
    """Yield *name* with each character in turn left open."""
    for at in range(len(name)):
        yield f"{name[:at]}?{name[at + 1 :]}"


def _sound(letters: str) -> str:
    """Return *letters* without what people hear alike or write the English way."""
    for double, single in _DOUBLE.items():
        letters = letters.replace(double, single)
    return sounds.merged(letters)


def _edges(letters: str) -> tuple[str, str]:
    """Return how *letters* begin and end: one slip spoils one of both at most."""
    return f"{letters[:3]}-", f"-{letters[-3:]}"


def _deletions(letters: str) -> Iterator[str]:
    """Yield *letters* and all that is left of them without one."""
    yield letters
    for at in range(len(letters)):
        yield letters[:at] + letters[at + 1 :]

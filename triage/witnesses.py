"""How many people tell of a case, apart from how many reports there are.

Somebody who writes three times is one witness, and so is a text that five
accounts sent: where it comes from nobody knows, so it counts once and is
flagged. An anonymous report may be anybody, even somebody who is counted
already: those are counted apart, as "+n".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

FLAGGED = 3
"""Reporters who sent one text, from which on that is said to officers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A report of a case.

    Attributes:
        id: The report.
        reporter: Who wrote it, None if that is not known.
        copies: Reports whose text it copies.
        counts: Whether somebody put it there: not what a machine linked to the
            case or only suggests for it. Of a text that many sent these are told too.
    """

    id: bytes
    reporter: bytes | None
    copies: frozenset[bytes] = frozenset()
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """People of a case: those known apart, those who may be anybody, and copied texts."""

    known: int
    anonymous: int
    # One number for each text that several sent: how many did.
    copied: tuple[int, ...] = ()

    @property
    def is_flagged(self) -> bool:
        """Return whether so many sent one text that somebody has to look."""
        return any(many >= FLAGGED for many in self.copied)


def count(voices: Iterable[Voice]) -> Witnesses:
    """Count who tells of a case."""
    heard = list(voices)
    senders = [_senders(text) for text in _groups(heard, by_reporter=False)]
    people = [
        [voice for voice in group if voice.counts] for group in _groups(heard, by_reporter=True)
    ]
    known = sum(any(voice.reporter for voice in group) for group in people)
    return Witnesses(
        known=known,
        anonymous=sum(map(bool, people)) - known,
        copied=tuple(sorted((many for many in senders if many > 1), reverse=True)),
    )


def _senders(text: Iterable[Voice]) -> int:
    """Return how many sent one text: each anonymous report may be by another."""
    return len({voice.reporter or voice.id for voice in text})


def _groups(heard: list[Voice], *, by_reporter: bool) -> Iterable[list[Voice]]:
    """Return voices that count together, by one text and, if wanted, by one reporter."""
    first = {voice.id: voice.id for voice in heard}

    def root(id_: bytes) -> bytes:
        while first[id_] != id_:
            id_ = first[id_]
        return id_

    mine: dict[bytes, bytes] = {}
    for voice in heard:
        for other in voice.copies & first.keys():
            first[root(other)] = root(voice.id)
        if by_reporter and voice.reporter:
            first[root(mine.setdefault(voice.reporter, voice.id))] = root(voice.id)
    groups: defaultdict[bytes, list[Voice]] = defaultdict(list)
    for voice in heard:
        groups[root(voice.id)].append(voice)
    return groups.values()

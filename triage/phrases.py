"""Many known phrases found in one text in one pass."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

_PLURALS = ("", "s", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where *phrase* stands in a plain text, from *start* up to *end*."""

    phrase: str
    start: int
    end: int

    def inside(self, other: "Span") -> bool:
        """Return whether this span lies in *other*, which is longer."""
        within = other.start <= self.start and self.end <= other.end
        return within and self.end - self.start < other.end - other.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Phrases in plain form (`words.plain`), by the characters they begin with.

    Two characters leave a handful of phrases to try at each place, so that a
    story costs well under a millisecond however long the list is.
    """

    by_start: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Self:
        """Return the index of *phrases*."""
        by_start: defaultdict[str, list[str]] = defaultdict(list)
        for phrase in sorted(set(phrases)):
            by_start[phrase[:2]].append(phrase)
        return cls(by_start={start: tuple(some) for start, some in by_start.items()})

    def spans(self, text: str) -> list[Span]:
        """Return every place of every phrase in *text*, overlapping or not.

        Chinese writes no spaces, so a Chinese phrase counts anywhere; a phrase
        in Latin letters only as whole words, with or without the plural's s.
        """
        found = []
        starts = self.by_start
        for at, character in enumerate(text):
            pair = text[at : at + 2]
            some = starts.get(pair, ())
            if character != pair:
                some += starts.get(character, ())
            for phrase in some:
                if text.startswith(phrase, at):
                    end = _end_of(phrase, text, at)
                    if end is not None:
                        found.append(Span(phrase=phrase, start=at, end=end))
        return found


def outermost(spans: Sequence[Span]) -> list[Span]:
    """Return *spans* without those that lie inside a longer one, in order."""
    kept: list[Span] = []
    widest: Span | None = None
    for span in sorted(spans, key=lambda one: (one.start, -one.end, one.phrase)):
        if widest is not None and span.inside(widest):
            continue
        kept.append(span)
        if widest is None or span.end > widest.end:
            widest = span
    return kept


def apart(spans: Sequence[Span]) -> list[Span]:
    """Return *spans* without overlaps: longer ones first, then earlier ones."""
    taken: set[int] = set()
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda one: one.start)


def _end_of(phrase: str, text: str, at: int) -> int | None:
    """Return where *phrase*, whose letters stand at *at*, ends; None inside a word."""
    end = at + len(phrase)
    if not phrase.isascii():
        return end
    if at and _is_letter(text[at - 1]):
        return None
    for plural in _PLURALS:
        after = end + len(plural)
        if text.startswith(plural, end) and not _is_letter(text[after : after + 1]):
            return after
    return None


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()

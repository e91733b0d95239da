"""Signs of danger: words that say little alone and much in company.

A knife, a door, blood, yesterday, a film: words of all languages for one thing
are one sign, as topics are for kinds (`triage/topics.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from triage import learned, negation, words
from triage.matching import tokens
from triage.phrases import Phrases, Span, outermost

HARMLESS = "harmless"
"""The sign of figures of speech and of longer words that swallow a bad one."""

DENIED = "denied"
"""The sign that something else was taken back: no smell, nobody hurt."""

FRAMES = frozenset({"past", "over", "play", "joke", "feared", "asks", "now", "live", DENIED})
"""Signs of how a thing is told; they change what every other sign is worth."""

_LENGTH_STEP, _LENGTHS = 12, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of that *name* in a plain text, and where it stands."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """All words of all signs, ready to be looked up."""

    phrases: Phrases
    by_phrase: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, named: Mapping[str, Iterable[str]]) -> Self:
        """Return the index of the words of each sign; a word may belong to several.

        No word holds a |, which separates them in data/danger_signs.csv.
        """
        by_phrase: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for name, some in named.items():
            for phrase in words.plain("|".join(some)).split("|"):
                by_phrase[phrase][name] = None
        return cls(
            phrases=Phrases.of(by_phrase),
            by_phrase={phrase: tuple(names) for phrase, names in by_phrase.items()},
        )

    def found(self, plain: str) -> list[Sign]:
        """Return the signs in *plain* by place, without those that are taken back.

        Whatever stands inside a harmless word is no sign. A sign that is denied
        counts as DENIED; how a thing is told cannot be denied.
        """
        spans = sorted(self.phrases.spans(plain), key=lambda one: (one.start, -one.end))
        harmless = [one for one in spans if HARMLESS in self.by_phrase[one.phrase]]
        ends, can_deny = _ends(harmless), negation.can_deny(plain)
        return [
            Sign(name=_unless_denied(name, span, plain) if can_deny else name, span=span)
            for span in spans
            if span.end > ends.get(span.start, 0)
            for name in self.by_phrase[span.phrase]
            if name != HARMLESS
        ]

    def latin_words(self) -> list[str]:
        """Return the words in Latin letters that stand in signs, in order."""
        return sorted(set(learned.latin_words(" ".join(self.by_phrase))))


NO_SIGNS = Signs.of({})


def clues(plain: str, found: Iterable[Sign]) -> set[str]:
    """Return the clues of *plain*, from which weights are learned.

    How it is spelled and sounds, how long it is, its signs, and each sign together
    with how it is told.
    """
    names = {sign.name for sign in found}
    told = {f"%{frame}&{name}" for frame in names & FRAMES for name in names if name != frame}
    sounds = {f"'{pair}" for pair in tokens.sounds(plain)}
    return learned.clues(plain, {*(f"@{name}" for name in names), *told, *sounds, *_shape(plain)})


def _shape(plain: str) -> Iterator[str]:
    """Yield how long *plain* is, and whether it asks or cries."""
    yield f"#{min(len(plain) // _LENGTH_STEP, _LENGTHS)}"
    if "?" in plain or "吗" in plain:
        yield "#?"
    if "!" in plain:
        yield "#!"


def _unless_denied(name: str, span: Span, plain: str) -> str:
    return DENIED if name not in FRAMES and negation.denied(plain, span.start) else name


def _ends(harmless: list[Span]) -> dict[int, int]:
    """Return for each place in a harmless word where the longest such word ends.

    A word that begins in it and goes on behind it is not swallowed.
    """
    ends: dict[int, int] = {}
    for span in outermost(harmless):
        for at in range(span.start, span.end):
            ends[at] = max(span.end, ends.get(at, 0))
    return ends

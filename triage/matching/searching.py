"""What somebody looks for, in the handles that reports are found by, and where it stands."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby, pairwise

from triage import identifiers, words
from triage.matching import normal, reading, syllables, tokens
from triage.matching.reading import Reader

LONGEST = 100
"""Characters of a question that are read."""
# What is only meant by a word, or only near a place, says less than the word itself.
_WIDE = 0.7
# From here on a report is worth showing: half of what was asked for, or all of it widely.
ENOUGH = 0.5
# Heard and not read.
_HEARD = 0.9
_AROUND = 24
_CHUNK = re.compile(r"[^\s,，。;；、.!?！？:：\"“”'()（）]+")
_FIGURES = re.compile(r"[\da-z]*\d[\da-z]*")
_LATIN = re.compile(r"[a-z]+")
_PIECE = re.compile(r"[㐀-鿿]|[a-z]+|\d+")
_BLANK = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that is looked for, in normal form.

    It is in a report that has one of *exact*, or the more of *sounds* or of
    *latin* the more surely; one of *wide* is something like it.
    """

    text: str
    exact: frozenset[str]
    sounds: frozenset[str]
    latin: frozenset[str]
    wide: frozenset[str]

    @property
    def handles(self) -> frozenset[str]:
        """All that it may be found by."""
        return self.exact | self.sounds | self.latin | self.wide

    def score(self, held: AbstractSet[str]) -> float:
        """Return how surely it is in a report that has the handles *held*, from 0 to 1."""
        if self.exact & held:
            return 1.0
        shares = [len(each & held) / len(each) for each in (self.sounds, self.latin) if each]
        return max([*shares, _WIDE if self.wide & held else 0.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of a text with the *phrase* that agrees, empty if only the meaning does.

    *share* is 1 where it was read, less where it was heard.
    """

    text: str
    phrase: str
    share: float


def terms(asked: str, reader: Reader) -> tuple[Term, ...]:
    """Return what is looked for; nothing for a question that says too little."""
    plain = words.plain(asked[:LONGEST])
    numbers = [one for one in identifiers.find(plain) if one.kind.value in reading.WITH_TAIL]
    for one in numbers:
        plain = plain[: one.start] + _BLANK * (one.end - one.start) + plain[one.end :]
    found = [
        *(_number(one.kind.value, one.value) for one in numbers),
        *(_term(text, reader) for text in _chunks(normal.normal(plain))),
    ]
    return tuple(one for one in found if one.handles)


def score(asked: Sequence[Term], held: AbstractSet[str]) -> float:
    """Return how much of what was asked for a report has, from 0 to 1."""
    return sum(term.score(held) for term in asked) / max(len(asked), 1)


def snippet(text: str, asked: Sequence[Term]) -> Snippet:
    """Return the piece of *text*, a normal form, that agrees best with what was asked for."""
    read = [(at, at + len(one.text), 1.0) for one in asked if (at := text.find(one.text)) >= 0]
    heard = [(*span, _HEARD) for one in asked if (span := _heard(text, one))]
    if not read and not heard:
        return Snippet(text=text[: 2 * _AROUND], phrase="", share=_WIDE)
    start, end, share = max(read or heard, key=lambda one: (one[1] - one[0], -one[0]))
    begin, stop = max(start - _AROUND, 0), end + _AROUND
    around = f"{'…' * (begin > 0)}{text[begin:stop]}{'…' * (stop < len(text))}"
    return Snippet(text=around, phrase=text[start:end], share=share)


def _chunks(plain: str) -> list[str]:
    """Return the parts of a question; words in Latin letters that follow each other are one."""
    found: list[str] = []
    every = _CHUNK.findall(plain)
    for is_latin, group in groupby(every, key=lambda one: bool(_LATIN.fullmatch(one))):
        together = list(group)
        found.extend([" ".join(together)] if is_latin else together)
    return found


def _term(text: str, reader: Reader) -> Term:
    hints = reader(text)
    named = {*hints.communities, *hints.identifiers}
    figures = _FIGURES.findall(text)
    return Term(
        text=text,
        exact=frozenset(reading.tail(one) for one in figures if len(one) >= reading.TAIL),
        sounds=frozenset(f"~{pair}" for pair in tokens.sounds(text)),
        latin=frozenset(gram for gram in tokens.grams(text) if gram.isascii()),
        wide=frozenset(f"#{one}" for one in hints.concepts) | {f"={one}" for one in named},
    )


def _number(kind: str, value: str) -> Term:
    return Term(
        text=value.casefold(),
        exact=frozenset({f"={kind}:{value}", reading.tail(value)}),
        sounds=frozenset(),
        latin=frozenset(),
        wide=frozenset(),
    )


def _heard(text: str, term: Term) -> tuple[int, int] | None:
    """Return where the longest part of *term* sounds in *text*, None if none does."""
    spoken = [
        (syllable, match.start(), match.end())
        for match in _PIECE.finditer(text)
        for syllable in _syllables(match.group())
    ]
    best: tuple[int, int] | None = None
    start: int | None = None
    for (one, begin, _), (other, _, end) in pairwise(spoken):
        if f"~{one} {other}" not in term.sounds:
            start = None
            continue
        start = begin if start is None else start
        if best is None or end - start > best[1] - best[0]:
            best = start, end
    return best or _tail(text, term)


def _tail(text: str, term: Term) -> tuple[int, int] | None:
    for match in _FIGURES.finditer(text):
        if len(match.group()) >= reading.TAIL and reading.tail(match.group()) in term.exact:
            return match.span()
    return None


def _syllables(piece: str) -> Sequence[str | None]:
    if _LATIN.fullmatch(piece):
        return syllables.of_word(piece) or (None,)
    return (syllables.of_character(piece),)

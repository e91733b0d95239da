"""What was learned from stories of known kinds: how much each clue speaks for each.

A linear model, logistic regression and naive Bayes added up, on clues that are
there or not, each with its inverse document frequency, a story scaled to
length one. The weights are learned by `benchmarks/learn_kinds.py`.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

ZERO = 79
"""The byte of a weight of nothing; ASCII from ! to ~ holds 46 steps either way."""

_CHINESE = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[a-z][a-z']+|\d+")
_FIRST = ord("!")
_STEPS_OF_RARITY = 12
# As much as a dozen clues; a usual story has sixty.
_LEFT_OUT = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Weights for *kinds*, as bytes: a clue's rarity, then one for each kind.

    *bias* has what speaks for each kind without any clue, *scale* the worth of
    one step of a byte. A calibrated temperature is in both.
    """

    kinds: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    clues: Mapping[str, bytes]

    def logits(self, clues: set[str]) -> dict[str, float]:
        """Return what *clues* speak for each kind, as logarithms of odds."""
        rows = [self.clues[clue] for clue in clues if clue in self.clues]
        if not rows:
            return dict(zip(self.kinds, self.bias, strict=True))
        rarities, *columns = zip(*rows, strict=True)
        step = self.scale / length([rarity(byte) for byte in rarities])
        nothing = ZERO * len(rows)
        return {
            kind: bias + step * (sum(column) - nothing)
            for kind, bias, column in zip(self.kinds, self.bias, columns, strict=True)
        }

    def latin_words(self) -> list[str]:
        """Return the words in Latin letters among the clues, in order."""
        return sorted(clue.removeprefix("=") for clue in self.clues if clue.startswith("="))


NOTHING = Learned(kinds=(), bias=(), scale=0.0, clues={})


def clues(plain: str, named: Iterable[str]) -> set[str]:
    """Return the clues of a story: how it is spelled, and what is *named* in it.

    Names begin with @, #, % or ', so that none is taken for a character.
    """
    return {*named, *_spelled(plain)}


def length(rarities: Iterable[float]) -> float:
    """Return by what the clues of a story are divided, so that long ones weigh no more.

    A story of a few words would weigh too much: what it leaves out counts too.
    """
    return math.sqrt(_LEFT_OUT + sum(one * one for one in rarities))


def rarity(byte: int) -> float:
    """Return the inverse document frequency that *byte* stands for, 1 to 8.75."""
    return 1 + (byte - _FIRST) / _STEPS_OF_RARITY


def rarity_byte(inverse_document_frequency: float) -> int:
    """Return the byte for an inverse document frequency, up to 8.75."""
    return _FIRST + round((inverse_document_frequency - 1) * _STEPS_OF_RARITY)


def latin_words(plain: str) -> list[str]:
    """Return the words in Latin letters and the numbers of *plain*."""
    return _LATIN.findall(plain)


def _spelled(plain: str) -> Iterator[str]:
    """Yield Chinese characters, pairs of neighbours among them, and Latin words."""
    for run in _CHINESE.findall(plain):
        yield from run
        yield from (run[at : at + 2] for at in range(len(run) - 1))
    for word in latin_words(plain):
        yield f"={word}"

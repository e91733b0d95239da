"""English words as people mistype them: one letter too many, too few or another."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

# Shorter words are one letter away from too many others.
_LONG = 4
_LONGER = 5
_WORD = re.compile(rf"(?<![a-z'])[a-z]{{{_LONG},}}(?![a-z'])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """Known words, and what is left of each without one of its letters."""

    known: frozenset[str]
    without_one: Mapping[str, str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Self:
        """Return the spelling of *words*; of two that are as near the first counts."""
        known = tuple(dict.fromkeys(words))
        without_one: dict[str, str] = {}
        for word in known:
            if len(word) >= _LONG:
                for shorter in _shorter(word):
                    without_one.setdefault(shorter, word)
        return cls(known=frozenset(known), without_one=without_one)

    def mended(self, plain: str) -> str:
        """Return *plain* with every unknown word that is one slip from a known one mended.

        Hardly anybody mistypes the first letter, so it must agree.
        """
        return _WORD.sub(lambda match: self._mended(match.group()), plain)

    def _mended(self, word: str) -> str:
        if word in self.known or word.removesuffix("s") in self.known:
            return word
        return next((one for one in self._near(word) if one[0] == word[0]), word)

    def _near(self, word: str) -> Iterator[str]:
        """Yield known words that have a letter more, a letter less, or another one."""
        if word in self.without_one:
            yield self.without_one[word]
        for shorter in _shorter(word):
            if len(shorter) >= _LONG and shorter in self.known:
                yield shorter
        if len(word) >= _LONGER:
            yield from (
                self.without_one[shorter]
                for shorter in _shorter(word)
                if shorter in self.without_one
            )


NO_SPELLING = Spelling.of(())


def _shorter(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]

"""The pieces of a normal form: pairs of characters, words, pairs of syllables."""

import re
from operator import add

from triage.matching import syllables

_PIECE = re.compile(r"[㐀-鿿]+|[a-z]+|\d+(?:\.\d+)?")
_HAN = re.compile(r"[㐀-鿿]")
_COMMON = re.compile(
    r"a|an|the|of|in|on|at|to|is|are|was|were|be|it|its|this|that|there|here|and|or|but|for|with"
    r"|by|from|my|our|your|his|her|we|i|you|he|she|they|them|me|us|as|so|no|not|have|has|had|do"
    r"|does|did|will|would|can|could|very|all|any|some|every|who|what|when|where|which|out|up"
    r"|down|about|after|before|again|now|just|please"
)


def grams(text: str) -> list[str]:
    """Return the pieces of *text* in order: bigrams of Chinese, whole words.

    A number is one piece. English words that stand everywhere are left out.
    """
    found: list[str] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if _HAN.match(piece):
            found.extend(map(add, piece, piece[1:]))
        elif not _COMMON.fullmatch(piece):
            found.append(piece)
    return found


def sounds(text: str) -> list[str]:
    """Return the pairs of syllables in *text*, of Chinese and of pinyin alike."""
    found: list[str] = []
    before: str | None = None
    for match in _PIECE.finditer(text):
        piece = match.group()
        if _HAN.match(piece):
            row = syllables.of_characters(piece)
        elif piece.isalpha() and not _COMMON.fullmatch(piece):
            row = list(syllables.of_word(piece)) or [None]
        else:
            row = [None]
        for syllable in row:
            if before is not None and syllable is not None:
                found.append(f"{before} {syllable}")
            before = syllable
    return found

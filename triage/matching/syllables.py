"""Texts as rows of syllables, so that scripts, pinyin and slips of sound meet.

A syllable is written loosely (`sounds.loose`): zh as z, ng as n, l as n, h as f.
"""

from functools import lru_cache

from triage import sounds

_LOOSE = {character: sounds.loose(readings[0]) for character, readings in sounds.READINGS.items()}
_KNOWN = {reading for readings in sounds.READINGS.values() for reading in readings}
_LONGEST = 6
_MOST_LETTERS = 24


def of_character(character: str) -> str | None:
    """Return the loose syllable of a Chinese character, None if it has none."""
    return _LOOSE.get(character)


def of_characters(characters: str) -> list[str | None]:
    """Return the loose syllable of each of *characters*."""
    return list(map(_LOOSE.get, characters))


def key(name: str) -> str:
    """Return how *name* sounds; characters without a sound stand for themselves."""
    return " ".join(_LOOSE.get(character, character) for character in name)


@lru_cache(maxsize=20_000)
def of_word(letters: str) -> tuple[str, ...]:
    """Return the loose syllables of a word in pinyin, nothing if it is none.

    The longest syllable is tried first.
    """
    if len(letters) > _MOST_LETTERS:
        return ()
    found = _split(letters, 0)
    return tuple(sounds.loose(one) for one in found) if found else ()


def _split(letters: str, at: int) -> list[str] | None:
    if at == len(letters):
        return []
    for end in range(min(len(letters), at + _LONGEST), at, -1):
        if letters[at:end] in _KNOWN:
            rest = _split(letters, end)
            if rest is not None:
                return [letters[at:end], *rest]
    return None

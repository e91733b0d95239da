"""Texts in the one form in which words are looked up."""

import re
import unicodedata

from triage import characters

_SPACE = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
# Categories of invisible characters: control, format (zero width, bidi), surrogate.
_INVISIBLE = {"Cc", "Cf", "Cs"}


def plain(text: str) -> str:
    """Return *text* as it is looked up: never shown, never stored.

    Compatibility forms (full width, ligatures), case, script and apostrophes
    no longer differ, invisible characters are gone, white space is one space.
    The normalisation is NFKC_Casefold of Unicode, section 3.13; the step to
    Simplified keeps the length.
    """
    seen = _seen(text.translate(_APOSTROPHES))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", seen).casefold())
    again = unicodedata.normalize("NFKC", folded.casefold())
    return _SPACE.sub(" ", again).strip().translate(characters.TO_SIMPLIFIED)


def units(text: str) -> int:
    """Return the length of *text* as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _seen(text: str) -> str:
    """Return *text* without invisible characters; nearly every text has none."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c.isspace() or _visible(c))


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE

"""The reference: the public name of a report, `LG-26-004217-K`.

Prefix of the district, year, six digits drawn by whoever makes it, and a check
letter over the eight digits: their number modulo 23 in the letters of the
Spanish identity number (NIF, Real Decreto 1553/2005), which avoid I, O and U.
As 23 is prime, every single wrong digit and every swap of neighbours is noticed.
"""

import re

from triage import words

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
NUMBERS = 1_000_000

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_./]+")


def compose(prefix: str, year: int, number: int) -> str:
    """Return the reference of *number*, 0 to 999,999, in *year*, 2000 to 2099.

    Raises:
        ValueError: If either lies outside.
    """
    if year // 100 != 20 or not 0 <= number < NUMBERS:  # noqa: PLR2004 - the century
        raise ValueError("a reference has a year of this century and a number of six digits")
    digits = f"{year % 100:02}{number:06}"
    return f"{prefix}-{digits[:2]}-{digits[2:]}-{_letter(digits)}"


def parse(text: str, prefix: str) -> str | None:
    """Return the reference in *text* as `compose` writes it.

    None means that *text* is no reference of this district or that something
    in it is wrong. Case, hyphens, spaces and full width do not matter.
    """
    bare = _bare(text)
    shape = re.fullmatch(rf"{re.escape(_bare(prefix))}([0-9]{{8}})([A-Z])", bare)
    if shape is None or _letter(shape[1]) != shape[2]:
        return None
    return f"{prefix}-{shape[1][:2]}-{shape[1][2:]}-{shape[2]}"


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", words.plain(text)).upper()


def _letter(digits: str) -> str:
    return LETTERS[int(digits) % len(LETTERS)]

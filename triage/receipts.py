"""The receipt: the secret number that opens a report's status.

Fifteen digits drawn by whoever makes it, and one check digit, so that a typing
error is told from a wrong receipt before anything costly is computed. The check
digit is H. M. Damm's ("Total anti-symmetrische Quasigruppen", Marburg 2004): it
notices every single wrong digit and every swap of two neighbours.
"""

import re

from triage import words

BODY_DIGITS = 15
DIGITS = BODY_DIGITS + 1

# The totally anti-symmetric quasigroup of order 10 printed by Damm.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_.·]+")
_SHAPE = re.compile(rf"[0-9]{{{DIGITS}}}")


def complete(body: str) -> str:
    """Return the receipt that begins with *body*, 15 digits.

    Raises:
        ValueError: If *body* is anything else.
    """
    if not re.fullmatch(rf"[0-9]{{{BODY_DIGITS}}}", body):
        raise ValueError(f"the body of a receipt has {BODY_DIGITS} digits")
    return f"{body}{_interim(body)}"


def parse(text: str) -> str | None:
    """Return the 16 digits of the receipt in *text*.

    None means that *text* is no receipt or that one of its digits is wrong.
    Spaces, hyphens and full-width digits are as good as none and plain ones.
    """
    digits = _digits(text)
    return digits if _SHAPE.fullmatch(digits) and _interim(digits) == 0 else None


def shown(receipt: str) -> str:
    """Return *receipt* in the groups of four in which people read it."""
    return " ".join(receipt[at : at + 4] for at in range(0, DIGITS, 4))


def looks_like_one(text: str) -> bool:
    """Return whether *text* is 16 digits and nothing else, right or wrong."""
    return _SHAPE.fullmatch(_digits(text)) is not None


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", words.plain(text))


def _interim(digits: str) -> int:
    """Return Damm's check digit of *digits*; 0 when they end with theirs."""
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return interim

"""Telephone numbers and identity cards, however they are spaced."""

import re
from collections.abc import Iterator

from triage import marks, numerals
from triage.marks import Identifier, IdentifierKind

_FIGURE = r"[\d〇零○幺一二三四五六七八九]"
_SPACE = r"[-\s.·]{0,3}"
_COUNTRY = r"(?:\(?(?:\+|00)?86\)?[-\s]{0,3})?"
_MOBILE = re.compile(
    rf"(?<!{_FIGURE})(?P<country>{_COUNTRY})(?P<number>[1一幺]{_SPACE}[3-9三四五六七八九]"
    rf"(?:{_SPACE}{_FIGURE}){{9}})(?!{_FIGURE})"
)
_LANDLINE = re.compile(
    r"(?<![\d+])(?:\(?0|\(?(?:\+|00)86\)?[-\s]?\(?0?)(?P<area>10|2\d|[3-9]\d\d)\)?[-\s]{0,3}"
    r"(?P<number>[2-8]\d{2,3}[-\s]?\d{4})(?!\d)"
)
_HONG_KONG = re.compile(
    r"(?<!\d)(?:\+|00)?\(?852\)?[-\s]{0,3}(?P<number>[235-9]\d{3}[-\s]?\d{4})(?!\d)"
)
_HONG_KONG_BARE = re.compile(r"(?<![\d-])(?P<number>[569]\d{3}[- ]\d{4})(?![\d-])")
_LED = re.compile(
    r"(?:电话|手机|座机|号码|联系|致电|\b(?:tel|phone|call|whatsapp)\b)[^\d]{0,6}"
    r"(?P<number>[2-9]\d{3}[- ]?\d{4})(?!\d)"
)
_SERVICE = re.compile(r"(?<!\d)[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)")
_CARD = re.compile(
    r"(?<![\da-z])[1-9]\d{5}[- ]?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?"
    r"\d{3}[\dx](?![\da-z])"
)
_NO_FIGURE = re.compile(r"\D")


def scan(plain: str) -> Iterator[Identifier]:
    """Yield the telephone numbers and identity cards in *plain*, as digits."""
    for hit in _MOBILE.finditer(plain):
        yield _phone(_digits(hit["number"]), hit)
    for hit in _LANDLINE.finditer(plain):
        yield _phone("0" + hit["area"] + _digits(hit["number"]), hit)
    for hit in _HONG_KONG.finditer(plain):
        yield _phone("852" + _digits(hit["number"]), hit)
    for hit in _HONG_KONG_BARE.finditer(plain):
        yield _phone("852" + _digits(hit["number"]), hit)
    for hit in _LED.finditer(plain):
        number = _digits(hit["number"])
        yield _phone("852" * (number[0] in "569") + number, hit, "number")
    for hit in _SERVICE.finditer(plain):
        yield _phone(_digits(hit[0]), hit)
    for hit in _CARD.finditer(plain):
        card = hit[0].upper().replace(" ", "").replace("-", "")
        yield marks.of(IdentifierKind.ID_CARD, card, hit)


def _phone(value: str, hit: re.Match[str], group: str | int = 0) -> Identifier:
    return marks.of(IdentifierKind.PHONE, value, hit, group)


def _digits(text: str) -> str:
    return _NO_FIGURE.sub("", numerals.digits(text))

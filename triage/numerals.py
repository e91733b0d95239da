"""Numbers as people write them: digits, Chinese numerals, English words.

A vague number is a range: 三四 is 3 to 4, 几 is 2 to 6, 十几 is 11 to 19. All
texts are in plain form (`words.plain`).
"""

from dataclasses import dataclass

_DIGITS = {c: at % 10 for at, c in enumerate("零一二三四五六七八九0123456789")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "俩": 2, "幺": 1, "壹": 1, "贰": 2, "叁": 3, "肆": 4}
_DIGITS |= {"伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_TWENTY = str.maketrans({"廿": "二十", "卅": "三十"})
_VAGUE = {"几": (2, 6), "数": (2, 6)}
_LONGEST = 16
_TEN = 10

_UP_TO_NINETEEN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ENGLISH = {word: number for number, word in enumerate(_UP_TO_NINETEEN)}
_ENGLISH |= _TENS | {"a": 1, "an": 1}
_SOME = {"a couple of": (2, 2), "couple of": (2, 2), "a few": (2, 6), "few": (2, 6)}
_SOME |= {"several": (2, 6), "some": (2, 6)}

HAN = "〇零一二两三四五六七八九十廿卅"
"""Characters of Chinese numbers below a hundred, for a class in a pattern."""

ENGLISH = "|".join(sorted([*_SOME, *_ENGLISH], key=len, reverse=True))
"""A pattern for the English number words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A number known to lie from *low* to *high*."""

    low: int
    high: int


def digit(character: str) -> int | None:
    """Return the number that one *character* stands for, None if for none."""
    return _DIGITS.get(character)


def digits(text: str) -> str:
    """Return *text* with Chinese figures, one by one, as the digits 0 to 9."""
    return "".join(str(_DIGITS[c]) if c in _DIGITS else c for c in text)


def value(text: str) -> int | None:
    """Return the number that *text* writes, None if it is no number.

    Figures in a row are read one by one (二〇二六, 五零一). A last figure
    without a unit counts in the next smaller one: 两千五 is 2500, 一万二 12000.
    """
    text = text.translate(_TWENTY)
    if not text or len(text) > _LONGEST:
        return None
    if all(c in _DIGITS for c in text):
        return int(digits(text))
    return _with_units(text)


def between(text: str) -> Between | None:
    """Return the number that *text* writes, exact or vague, in either language."""
    if text in _SOME:
        low, high = _SOME[text]
        return Between(low=low, high=high)
    if text in _ENGLISH:
        return Between(low=_ENGLISH[text], high=_ENGLISH[text])
    return _chinese(text.removeprefix("好").translate(_TWENTY))


def _chinese(text: str) -> Between | None:
    if text in _VAGUE:
        low, high = _VAGUE[text]
        return Between(low=low, high=high)
    if text[-1:] in _VAGUE:
        tens = value(text[:-1])
        return None if tens is None else Between(low=tens + 1, high=tens + 9)
    if _is_pair(text):
        first = value(text[:-1])
        return None if first is None else Between(low=first, high=first - first % 10 + _last(text))
    number = value(text)
    return None if number is None else Between(low=number, high=number)


def _is_pair(text: str) -> bool:
    """Return whether *text* ends in two neighbours: 三四, 十七八."""
    if len(text) == 1 or text[-1:].isascii():
        return False
    first, second = _DIGITS.get(text[-2]), _DIGITS.get(text[-1])
    return bool(first) and second is not None and second == (first or 0) + 1 and _starts(text)


def _starts(text: str) -> bool:
    return all(c in _UNITS for c in text[:-2][-1:])


def _last(text: str) -> int:
    return _DIGITS[text[-1]]


def _with_units(text: str) -> int | None:
    total = section = 0
    figure: int | None = None
    unit = 1
    for character in text:
        if character in _DIGITS:
            figure = (figure or 0) * 10 + _DIGITS[character]
        elif character in _UNITS:
            unit = _UNITS[character]
            section += (1 if figure is None else figure) * unit
            figure = None
        elif character in _MYRIADS:
            unit = _MYRIADS[character]
            total += (section + (figure or 0) or 1) * unit
            section, figure = 0, None
        else:
            return None
    return total + section + _rest(figure, unit, text)


def _rest(figure: int | None, unit: int, text: str) -> int:
    """Return what the last figure counts: 五 in 两千五 is 500, in 两千零五 it is 5."""
    if figure is None:
        return 0
    colloquial = unit > _TEN > figure and text[-2:-1] not in {"零", "〇", "0"}
    return figure * (unit // 10 if colloquial else 1)

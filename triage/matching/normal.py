"""Texts in the form in which they are compared: never shown."""

import re

from triage import numerals, words

# A row of an exported sheet may hold the escape of a line's end.
_ESCAPES = re.compile(r"_x000d_")
_COUNTED = re.compile(
    rf"([{numerals.HAN}]+)(?=号楼|[栋幢座楼层巷弄组期区号单室路线届校里坊排队]|单元|多?[户家间])"
)
_BUILDING = re.compile(r"(?<=\d)号?楼?[栋幢座]|(?<=\d)号楼|(?<=[a-z])[栋幢座](?![a-z])")
_ENGLISH_BUILDING = re.compile(r"\b(?:block|building|blk|tower|dong)\.? ?(\d{1,3}|[a-z])\b")
_ENGLISH_FLOOR = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:floor|lou)\b")
_ENGLISH_LANE = re.compile(r"\b(?:lane|alley) ?(\d{1,3})\b")
_ENGLISH_COUNT = re.compile(r"(?<=\d) (?:dong|zuo)\b")
LONGEST = 4000
"""Characters of a text that are read; no text costs more than that."""


def normal(text: str) -> str:
    """Return *text* in one script, width and case, numbers as digits.

    Buildings, floors and lanes are written in one way (三座, 3号楼 and "block 3"
    become 3栋). Past 4,000 characters nothing is read, so that no text costs
    more than that.
    """
    plain = _ESCAPES.sub(" ", words.plain(text[:LONGEST]))
    plain = _COUNTED.sub(_digits, plain)
    plain = _ENGLISH_BUILDING.sub(r" \1栋", plain)
    plain = _ENGLISH_FLOOR.sub(r" \1楼", plain)
    plain = _ENGLISH_LANE.sub(r" \1巷", plain)
    plain = _ENGLISH_COUNT.sub("栋", plain)
    return _BUILDING.sub("栋", plain)


def _digits(match: re.Match[str]) -> str:
    value = numerals.value(match.group(1))
    return match.group(1) if value is None else str(value)

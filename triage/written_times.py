"""Dates and times as sheets hold them: 2026-11-23 08:30, 2026年11月23日 下午3点, 2026/11/23."""

import re
import unicodedata
from datetime import datetime, tzinfo

_MARKS = str.maketrans({"年": "-", "月": "-", "/": "-", "日": " ", "号": " ", "时": ":"})
_MARKS |= str.maketrans({"点": ":", "點": ":", "時": ":", "分": ":", "號": " ", "秒": " "})
_HALF = re.compile(r"(上午|凌晨|早上|\bam\b)|(下午|晚上|\bpm\b)")
_TIME = re.compile(
    r"(?P<year>\d{4})[-.](?P<month>\d{1,2})[-.](?P<day>\d{1,2})"
    r"(?:[ t]+(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2}))?(?::(?P<second>\d{1,2})(?:\.\d+)?)?:?)?"
)
_CLOSE = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)?(?P<minute>\d\d)?")
_NOON = 12


def moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment that *text* writes, None if it writes none.

    The year comes first and has four digits: 3/4/2026 means two days to two
    people. Without an offset it is a time of *zone*, without an hour the
    beginning of the day.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return _loosely(plain.casefold(), zone)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _loosely(plain: str, zone: tzinfo) -> datetime | None:
    half = _HALF.search(plain)
    bare = " ".join(_HALF.sub(" ", plain).translate(_MARKS).split())
    bare = re.sub(r"\s*:\s*", ":", bare)
    hit = _TIME.fullmatch(bare.strip(" ")) or _CLOSE.fullmatch(bare)
    if hit is None:
        return None
    year, month, day, hour, minute = (
        int(hit[name] or 0) for name in ("year", "month", "day", "hour", "minute")
    )
    if half and half[2] and hour < _NOON:
        hour += _NOON
    try:
        return datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None

"""Times reckoned from now: 正在, 半年前, two weeks ago, 三个月以来."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from triage import daycounts, numerals
from triage.moments import Days, Instant, Precision
from triage.numerals import Between

_AN_HOUR = timedelta(hours=1)
_ONE = Between(low=1, high=1)
_FIFTEEN = Between(low=15, high=15)
_UNITS = {
    "分": "minute", "小时": "hour", "钟": "hour", "天": "day", "日": "day", "晚": "day",
    "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year",
    "min": "minute", "hr": "hour", "night": "day", "yr": "year",
}  # fmt: skip
_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}
_MINUTES = {"minute": 1, "hour": 60}
_LENGTH = re.compile(
    r"(?P<lead>过去的?|最近的?|近|这|呢|已经?有?|持续了?|连续|一连|长达|整整|快|都|了)?(?:快|有|大约|大概|差不多)?"
    rf"(?:(?<![\d.第每])(?P<number>\d{{1,4}}|[{numerals.HAN}百几数好]{{1,5}})(?P<odd>[多来])?"
    r"(?P<unit>个[半多]?月|年|个?[半多]?(?:小时|钟头)|个[半多]?钟|分钟?|天|日|晚|周|个?多?(?:星期|礼拜))"
    r"|(?P<half>半个?多?(?:小时|钟头|钟|月)|半年))(?P<more>多|半)?(?:的?时间)?"
    r"(?:(?P<ago>[之以]?前(?![后台面妻夫男女任]))|(?P<tail>了|以来|来(?![了说算])|至今|之久))?"
)
_NEEDS_TAIL = {None, "快", "都", "了"}
_ENGLISH_UNIT = r"(?P<unit>minute|min|hour|hr|day|night|week|month|year|yr)s?\b"
_ENGLISH_AGO = re.compile(
    rf"\b(?:(?P<half>half an hour|half a year)|(?P<number>{numerals.ENGLISH}|\d{{1,4}})"
    rf" ?{_ENGLISH_UNIT}(?: and a half)?) (?:ago|back)\b"
)
_ENGLISH_LASTING = re.compile(
    rf"\b(?:(?P<past>past|last) )?(?:(?P<for>for|been) (?:the (?:past|last) )?"
    rf"(?:about |over |almost |nearly |more than )?)?"
    rf"(?:(?P<number>{numerals.ENGLISH}|\d{{1,4}}) )?{_ENGLISH_UNIT}"
)
_NOW = re.compile(
    r"(?P<strong>正在|此刻|刚刚(?!好)|刚才|刚发生|刚(?=有人)|啱啱|啱先|头先"
    r"|\b(?:right|just) now\b|\bas we speak\b"
    r"|\bat (?:this|the) moment\b|\ba moment ago\b)"
    r"|现在|目前|而家|依家|𠵱家|宜家|眼下|\b(?:now|currently)\b"
)


def scan(plain: str, now: datetime) -> Iterator[Days | Instant]:
    """Yield what *plain* reckons from *now*."""
    for hit in _LENGTH.finditer(plain):
        yield from _chinese(hit, now)
    for hit in _ENGLISH_AGO.finditer(plain):
        number = numerals.between(hit["number"]) if hit["number"] else _ONE
        unit = _UNITS.get(hit["unit"], hit["unit"]) or hit["half"].split()[-1]
        if number:
            yield from _some(_ago(hit, number, unit, now, half=bool(hit["half"])))
    for hit in _ENGLISH_LASTING.finditer(plain):
        yield from _some(_english_lasting(hit, now))
    for hit in _NOW.finditer(plain):
        yield Instant(
            start=hit.start(),
            end=hit.end(),
            earliest=now - _AN_HOUR,
            latest=now,
            precision=Precision.HOUR,
            weak=hit["strong"] is None,
            now=True,
        )


def _some(found: Days | Instant | None) -> tuple[Days | Instant, ...]:
    return () if found is None else (found,)


def _chinese(hit: re.Match[str], now: datetime) -> tuple[Days | Instant, ...]:
    number = numerals.between(hit["number"]) if hit["number"] else _ONE
    word = hit["unit"] or hit["half"]
    if number is None:
        return ()
    half = bool(hit["half"]) or "半" in word or hit["more"] == "半"
    unit = next(name for key, name in _UNITS.items() if key in word)
    if hit["ago"]:
        return _some(_ago(hit, number, unit, now, half=bool(hit["half"])))
    if hit["tail"] is None and hit["lead"] in _NEEDS_TAIL:
        return ()
    more = bool(hit["odd"] == "多" or hit["more"]) or "多" in word or half
    if hit["half"]:
        return _some(_half_lasting(hit, unit, now))
    return _some(_lasting(hit, number.high + more, unit, now))


def _ago(
    hit: re.Match[str], number: Between, unit: str, now: datetime, *, half: bool
) -> Days | Instant | None:
    """Return the minute, hour, day, or the whole week, month or year that long ago."""
    if unit in _MINUTES:
        return _minutes_ago(hit, number, 30 if half else _MINUTES[unit], now)
    today = now.date()
    if half:
        number, unit = (Between(low=6, high=6), "month") if unit == "year" else (_FIFTEEN, "day")
    early, late = _back(today, number.high, unit), _back(today, number.low, unit)
    if unit == "week":
        early, late = daycounts.monday(early), daycounts.plus(daycounts.monday(late), 6)
    elif unit == "month":
        early, late = early.replace(day=1), daycounts.last_of_month(late)
    elif unit == "year":
        early, late = early.replace(month=1, day=1), late.replace(month=12, day=31)
    return Days(start=hit.start(), end=hit.end(), first=early, last=late, precision=Precision(unit))


def _minutes_ago(
    hit: re.Match[str], number: Between, minutes: int, now: datetime
) -> Instant | None:
    slack = timedelta(minutes=30 if minutes == _MINUTES["hour"] else 0)
    return Instant(
        start=hit.start(),
        end=hit.end(),
        earliest=now - timedelta(minutes=number.high * minutes) - slack,
        latest=min(now, now - timedelta(minutes=number.low * minutes) + slack),
        precision=Precision.HOUR if slack else Precision.MINUTE,
    )


def _half_lasting(hit: re.Match[str], unit: str, now: datetime) -> Days | Instant:
    if unit == "hour":
        return _lasting(hit, 30, "minute", now)
    if unit == "year":
        return _lasting(hit, 6, "month", now)
    return _lasting(hit, 15, "day", now)


def _lasting(hit: re.Match[str], number: int, unit: str, now: datetime) -> Days | Instant:
    if unit in _MINUTES:
        return Instant(
            start=hit.start(),
            end=hit.end(),
            earliest=now - timedelta(minutes=number * _MINUTES[unit]),
            latest=now,
            precision=Precision(unit),
            open=True,
        )
    return Days(
        start=hit.start(),
        end=hit.end(),
        first=_back(now.date(), number, unit),
        last=now.date(),
        precision=Precision(unit),
        open=True,
    )


def _english_lasting(hit: re.Match[str], now: datetime) -> Days | Instant | None:
    """Return a spell until now: "for two weeks", "the past month", "last 3 days"."""
    past = hit["past"] or (hit["for"] and re.search(r"past|last", hit[0]))
    number = numerals.between(hit["number"]) if hit["number"] else None
    unit = _UNITS.get(hit["unit"], hit["unit"])
    long = unit in _DAYS or unit in _MONTHS
    counted = number is not None and (past or (hit["for"] and long))
    if not counted and hit["past"] != "past":
        return None
    return _lasting(hit, (number or _ONE).high, unit, now)


def _back(today: date, number: int, unit: str) -> date:
    if unit in _MONTHS:
        return daycounts.plus_months(today, -number * _MONTHS[unit])
    return daycounts.plus(today, -number * _DAYS[unit])

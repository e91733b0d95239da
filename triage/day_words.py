"""Days, weeks and months as people name them: 昨天, last Friday, 上个月底."""

import re
from collections.abc import Iterator
from datetime import date

from triage import daycounts, numerals
from triage.moments import Days, Precision

_OFFSETS = {
    "大前": -3,
    "前": -2,
    "昨": -1,
    "作": -1,
    "寻": -1,
    "琴": -1,
    "噚": -1,
    "擒": -1,
    "噖": -1,
}
_OFFSETS |= {"禽": -1, "今": 0, "明": 1, "听": 1, "后": 2, "大后": 3}
_DAY = re.compile(
    r"(大前|(?<![以之先年月周天日提午目从眼钟时门店楼期节])前|昨|(?<![工合操动写当])作|寻|琴|噚|噖|禽|擒|今"
    r"|明|听(?!天)|大后(?=天|日)|(?<![以之然最今])后(?=天|日))"
    r"(?:天|日(?!日)|儿个?|(?=晚|夜|早|晨|朝))"
)
_ENGLISH_DAY = re.compile(
    r"\b(?:(the day before yesterday|day before yesterday)"
    r"|(yesterday|yest[eu]rday|yesterady|yesteday|yestrday|yday|ystd|last (?=night|nite|nigth)|"
    r"lastnight)"
    r"|(today|2day|this (?=morning|afternoon|evening|noon)|(?:to|2)(?=night\b|nite\b|nigth\b))"
    r"|(the day after tomorrow)"
    r"|(tomorrow|tomorow|tommorow|tommorrow|tmrw?)(?:\b|(?=night)))"
)
_ENGLISH_OFFSETS = (-2, -1, 0, 2, 1)

_FEW = re.compile(
    r"(?<![以之年月目])前(?P<before>[几两二三四五2-5])(?:天|日|晚)"
    r"|(?:最近|近|这|呢|最近这)(?P<these>几|两|些|[2-7]|[二三四五六七])(?:天|日|晚)(?!前)"
    r"|\bthe (?P<other>other) (?:day|(?=night))"
    r"|\bth(?:ese|is) (?:past )?(?P<few>few )?days\b"
)
_LATELY = re.compile(
    r"最近(?!的)|近来|近期|近日|这段时间|这阵子|这些日子|近排|呢排"
    r"|\b(?:recently|lately|these days)\b"
)
_A_WHILE_AGO = re.compile(
    r"前(?:阵子|阵|段时间|段日子|排)|\bsome time ago\b|\ba while (?:ago|back)\b"
)

_WEEKDAYS = {c: at for at, c in enumerate("一二三四五六日")} | {"天": 6, "末": 7}
_WEEKDAYS |= {str(at + 1): at for at in range(6)}
_SATURDAY, _WEEKEND, _WEEK_DAYS = 5, 7, 7
_WHICH = {"上上": -2, "上": -1, "这": 0, "本": 0, "今": 0, "呢": 0, "下": 1, "下下": 2}
_WEEK = re.compile(
    r"(?:(?P<which>上上|上|这|本|今|呢|下下|下)(?:一)?个?(?:周|星期|礼拜|星其|星奇)"
    r"(?P<day>[一二三四五六日天末1-6])?(?![围边岁全])"
    r"|(?<![一二两三四五六七八九十几每数半整\d])"
    r"(?:周(?P<short>[一二三四五六日])|(?:星期|礼拜|星其|星奇)(?P<long>[一二三四五六日天1-6])))"
)
_MONTH = re.compile(
    r"(?P<which>上上|上|这|本|今|呢|下)(?:一)?个?月(?!球|饼|租|薪|卡)份?"
    r"(?P<part>上旬|中旬|下旬|初|中(?!心|午|介)|底|末)?"
)
_MONTH_PARTS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20)}

_ENGLISH_WEEKDAYS = {
    "mon": 0, "monday": 0, "tue": 1, "tues": 1, "tuesday": 1, "tuseday": 1, "wed": 2,
    "wednesday": 2, "wensday": 2, "wednsday": 2, "thu": 3, "thur": 3, "thurs": 3, "thursday": 3,
    "thrusday": 3,
    "fri": 4, "friday": 4, "firday": 4, "frida": 4, "sat": 5, "saturday": 5, "saterday": 5,
    "sun": 6, "sunday": 6,
}  # fmt: skip
_SHORT = "mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun"
_FULL = "|".join(day for day in _ENGLISH_WEEKDAYS if day not in _SHORT.split("|"))
_ENGLISH_WEEKDAY = re.compile(
    rf"\b(?P<which>last |this |next |on )?(?:(?P<full>{_FULL})"
    rf"|(?P<short>{_SHORT})(?=\.? (?:night|nite|morning|afternoon|evening|at \d)|$)"
    rf"|(?<=last )(?P<bare>{_SHORT}))\b"
)
_ENGLISH_SPAN = re.compile(
    r"\b(?P<which>last|this past|past|this|next|previous|over the|during the) "
    r"(?P<unit>week|weekend|month|year)\b(?! end)"
)


def scan(plain: str, today: date) -> Iterator[Days]:
    """Yield the named days, weeks and months in *plain*, reckoned from *today*."""
    yield from _near_days(plain, today)
    yield from _loose_spells(plain, today)
    for hit in _WEEK.finditer(plain):
        day = hit["day"] or hit["short"] or hit["long"]
        which = None if hit["which"] is None else _WHICH[hit["which"]]
        yield in_week(hit, today, which, None if day is None else _WEEKDAYS[day])
    for hit in _MONTH.finditer(plain):
        yield month_part(
            hit, daycounts.plus_months(today.replace(day=1), _WHICH[hit["which"]]), hit["part"]
        )
    yield from _english(plain, today)


def month_part(hit: re.Match[str], first: date, part: str | None) -> Days:
    """Return the month that begins on *first*, or the third of it called *part*."""
    begin, until = 1, daycounts.last_of_month(first).day
    if part:
        begin, until = _MONTH_PARTS.get(part, (21, until))
    days = (first.replace(day=begin), first.replace(day=until))
    return _days(hit, *days, Precision.MONTH, loose=True)


def in_week(hit: re.Match[str], today: date, which: int | None, weekday: int | None) -> Days:
    """Return a week or a day in it; without *which* the last day of that name.

    *weekday* counts from Monday, 0; 7 is the weekend.
    """
    monday = daycounts.plus(daycounts.monday(today), 7 * (which or 0))
    if weekday is None:
        return _days(hit, monday, daycounts.plus(monday, 6), Precision.WEEK)
    first = daycounts.plus(monday, _SATURDAY if weekday == _WEEKEND else weekday)
    if not which and first > today:
        first = daycounts.plus(first, -7)
    last = daycounts.plus(first, 1) if weekday == _WEEKEND else first
    return _days(hit, first, last, Precision.DAY, back=7, loose=which is None)


def _near_days(plain: str, today: date) -> Iterator[Days]:
    for hit in _DAY.finditer(plain):
        day = daycounts.plus(today, _OFFSETS[hit[1]])
        yield _days(hit, day, day, Precision.DAY, loose=day == today)
    for hit in _ENGLISH_DAY.finditer(plain):
        day = daycounts.plus(today, _ENGLISH_OFFSETS[(hit.lastindex or 1) - 1])
        yield _days(hit, day, day, Precision.DAY, loose=day == today)


def _loose_spells(plain: str, today: date) -> Iterator[Days]:
    for hit in _FEW.finditer(plain):
        word = hit["before"] or hit["these"]
        number = _small(word) if word else _WEEK_DAYS
        if hit["before"] or hit["other"]:
            first = daycounts.plus(today, -(number if number == _WEEK_DAYS else number + 1))
            yield _days(hit, first, daycounts.plus(today, -1), Precision.DAY)
        else:
            precision = Precision.WEEK if number == _WEEK_DAYS else Precision.DAY
            yield _days(hit, daycounts.plus(today, -number), today, precision, open=True)
    for hit in _LATELY.finditer(plain):
        yield _days(hit, daycounts.plus(today, -30), today, Precision.MONTH, open=True)
    for hit in _A_WHILE_AGO.finditer(plain):
        days = (daycounts.plus(today, -60), daycounts.plus(today, -7))
        yield _days(hit, *days, Precision.MONTH)


def _small(word: str) -> int:
    """Return the number of days that *word* stands for, a week for 几 and 些."""
    return _WEEK_DAYS if word in "几些" else numerals.value(word) or _WEEK_DAYS


def _english(plain: str, today: date) -> Iterator[Days]:
    for hit in _ENGLISH_WEEKDAY.finditer(plain):
        weekday = _ENGLISH_WEEKDAYS[hit["full"] or hit["short"] or hit["bare"]]
        found = in_week(hit, today, 1 if hit["which"] == "next " else None, weekday)
        if hit["which"] == "last " and found.first == today:
            found = in_week(hit, today, -1, weekday)
        yield found
    for hit in _ENGLISH_SPAN.finditer(plain):
        found_span = _english_span(hit, today)
        if found_span is not None:
            yield found_span


def _english_span(hit: re.Match[str], today: date) -> Days | None:
    which = {"last": -1, "previous": -1, "this past": 0, "this": 0, "next": 1}.get(hit["which"])
    match hit["unit"]:
        case "weekend":
            return in_week(hit, today, -1 if which == -1 else which or 0, 7)
        case "week" if which is not None:
            return in_week(hit, today, which, None)
        case "month" if which is not None:
            return month_part(hit, daycounts.plus_months(today.replace(day=1), which), None)
        case "year" if which is not None:
            return year(hit, today.year + which)
    return None


def year(hit: re.Match[str], number: int) -> Days | None:
    """Return the year *number*, None where the calendar has none."""
    first, last = daycounts.made(number, 1, 1), daycounts.made(number, 12, 31)
    if first is None or last is None:
        return None
    return _days(hit, first, last, Precision.YEAR)


def _days(
    hit: re.Match[str],
    first: date,
    last: date,
    precision: Precision,
    *,
    back: int = 0,
    loose: bool = False,
    open: bool = False,  # noqa: A002  (the field is called so)
) -> Days:
    return Days(
        start=hit.start(),
        end=hit.end(),
        first=first,
        last=last,
        precision=precision,
        back=back,
        loose=loose,
        open=open,
    )

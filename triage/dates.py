"""Dates of the calendar: 10月3号, 2026-10-03, October 3rd, 去年夏天."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from triage import day_words, daycounts, numerals
from triage.moments import Days, Precision

_HAN = "一二三四五六七八九十"
_YEAR = r"20\d\d|二[〇零○][〇零○一二三四五六七八九]{2}"
_NO_MONEY = r"(?!的?(?:租|房租|工资|薪|押金|水费|电费|水电|物业费|管理费|利息|款|饼|球))"
_DATE = re.compile(
    rf"(?:(?P<year>{_YEAR})年|(?P<named>大前年|前年|去年|旧年|上年|今年|明年)的?)?"
    rf"(?<![\d{_HAN}几])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?!前|来|以|后|之|内|里)(?:份(?!额))?"
    rf"(?:(?P<day>[0-3]?\d|[二三]?十[{_HAN}]?|廿[{_HAN}]?|卅一?|[{_HAN}])(?![\d点多时])[号日]?"
    rf"(?:[到至~\-](?:(?P<last>[0-3]?\d|[二三]?十[{_HAN}]?|[{_HAN}])[号日]))?"
    rf"|(?P<part>上旬|中旬|下旬|初|中(?!心|午)|底|末)|{_NO_MONEY})"
)
_MONTH_DAY = re.compile(
    r"(?P<which>上上|上|这|本|今|呢)个?月份?的?"
    rf"(?P<day>[0-3]?\d|[二三]?十[{_HAN}]?|廿[{_HAN}]?|[{_HAN}])[号日]"
)
_WHICH = {"上上": -2, "上": -1}
_ISO = re.compile(
    r"(?<![\d.])(?P<year>20\d\d)(?:[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?![\d.])"
    r"|(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d))"
)
_DAY_FIRST = re.compile(
    r"(?<![\d./])(?P<day>[0-3]?\d)[/.-](?P<month>[0-3]?\d)[/.-](?P<year>20\d\d)(?!\d)"
)
_AFTER = r"(?=$|[ ,。;、~)\-]|[晚早凌上下中那开起到至以之发当半夜]|号|日)"
_SHORT = re.compile(
    r"(?:^|(?<=[\s,。;、(在从是于到至自]))"
    rf"(?P<first>[0-3]?\d)(?P<sign>[./])(?P<second>[0-3]?\d)(?!\d){_AFTER}"
    r"(?! ?(?:[吨斤米元块万个公分小岁倍]|of\b|km|kg|m\b|%|million|k\b|hours?|years?|/))(?!上?下?楼)"
)
_BARE = re.compile(
    r"(?:^|(?<=[\s,。、;!?:在从自是于到至打和跟同]))"
    rf"(?P<day>[0-3]?\d|[二三]?十[{_HAN}]?|廿[{_HAN}]?|[{_HAN}])"
    r"(?:号(?![\d楼栋幢座线口门店机房铺院路仓厂车码井馆池柜室单库桥台岗档位站床员商人技球大小])"
    r"|日(?=[晚早上下凌半夜开起]|那天|当天|发生))"
)

_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_LONG = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_ENGLISH = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?(?P<month>{_LONG})\b\.?"
    r"(?: (?P<after>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:]| ?[ap]\.?m))?"
    r"(?:,? (?P<year>20\d\d)\b)?"
)
# Words that are also verbs and names: months only after one of these.
_NO_MONTHS = {"may", "march", "mar", "jan", "dec", "sep", "jun", "april", "june", "august"}
_LEADS_MONTH = re.compile(
    r"\b(?:in|since|from|last|until|till|early|late|mid|end of|this|during|by|to) ?$"
)
_ORDINAL = re.compile(r"\bon the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?! (?:floor|f\b|storey|of))")

_SEASON_MONTHS = {"春": 3, "夏": 6, "秋": 9, "冬": 12, "spring": 3, "summer": 6, "autumn": 9}
_SEASON_MONTHS |= {"fall": 9, "winter": 12}
_PERIODS = {"上半年": (1, 6), "下半年": (7, 12), "年初": (1, 3), "年中": (6, 8), "年底": (11, 12)}
_PERIODS |= {"年末": (11, 12), "暑假": (7, 8), "寒假": (1, 2)}
_SEASON = re.compile(
    rf"(?:(?P<year>{_YEAR})年|(?P<named>前年|去年|旧年|上年|今年)的?)?的?"
    r"(?:(?P<season>[春夏秋冬])(?:天|季|日)|(?P<period>上半年|下半年|年初|年中|年底|年末|暑假|寒假)"
    r"|(?<=年)(?P<edge>[初底末]))"
    r"|\b(?P<which>last|this) (?P<english>spring(?! fes)|summer|autumn|fall|winter)\b"
)
_WHOLE_YEAR = re.compile(
    rf"(?P<year>{_YEAR})年(?![级代])|(?P<named>大前年|前年|去年|旧年|上年|今年(?!(?:才|刚|都)?[\d{_HAN}]{{1,3}}岁)|明年)"
    r"|\b(?:in|since|from) (?P<english>20[0-4]\d)\b"
)
_NAMED = {"大前年": -3, "前年": -2, "去年": -1, "旧年": -1, "上年": -1, "今年": 0, "明年": 1}


def scan(plain: str, today: date) -> Iterator[Days]:
    """Yield the dates in *plain*; one without a year is the last that was."""
    for pattern, read in _READERS:
        for hit in pattern.finditer(plain):
            found = read(hit, today)
            if found is not None:
                yield found


def _year_of(figures: str | None, named: str | None, today: date) -> int | None:
    """Return the year that is written or named, None if neither is."""
    if figures:
        return numerals.value(figures)
    return today.year + _NAMED[named] if named else None


def _chinese(hit: re.Match[str], today: date) -> Days | None:
    month = numerals.value(hit["month"]) or 0
    year = _year_of(hit["year"], hit["named"], today)
    if hit["day"] is None:
        first = _latest_first(month, year, today)
        return None if first is None else day_words.month_part(hit, first, hit["part"])
    day = _dated(year, month, numerals.value(hit["day"]) or 0, today)
    last = numerals.value(hit["last"]) if hit["last"] else None
    end = daycounts.made(day.year, day.month, last) if day and last else day
    return _from_to(hit, day, end)


def _latest_first(month: int, year: int | None, today: date) -> date | None:
    """Return the first day of *month*, in the last year in which it has begun."""
    first = daycounts.made(year or today.year, month, 1)
    if first and year is None and first > today:
        return daycounts.made(today.year - 1, month, 1)
    return first


def _dated(year: int | None, month: int, day: int, today: date) -> date | None:
    """Return the date, without a *year* the last one up to *today*."""
    if year is not None:
        return daycounts.made(year, month, day)
    # 29 February may lie eight years back.
    dates = (daycounts.made(today.year - back, month, day) for back in range(9))
    return next((one for one in dates if one and one <= today), None)


def _day_of_month(hit: re.Match[str], today: date) -> Days | None:
    first = daycounts.plus_months(today.replace(day=1), _WHICH.get(hit["which"], 0))
    return _one(hit, daycounts.made(first.year, first.month, numerals.value(hit["day"]) or 0))


def _last_such_day(day: int, today: date) -> date | None:
    """Return the last *day* of a month up to *today*; the 31st may lie months back."""
    months = (daycounts.plus_months(today.replace(day=1), -back) for back in range(3))
    days = (daycounts.made(month.year, month.month, day) for month in months)
    return next((one for one in days if one and one <= today), None)


def _nearest(hit: re.Match[str], today: date) -> Days | None:
    """Return the day of 10.3 or 3/10: month and day stand in either order.

    The mainland writes the month first, Hong Kong the day; of two readings the
    later one counts, because people report what is not long ago. With a point
    only the month stands first.
    """
    first, second = int(hit["first"]), int(hit["second"])
    orders = [(first, second)] if hit["sign"] == "." else [(first, second), (second, first)]
    dates = [_dated(None, month, day, today) for month, day in orders]
    return _one(hit, max((one for one in dates if one), default=None))


def _day_first(hit: re.Match[str], _: date) -> Days | None:
    """Return the day of 12/11/2026: the day first, unless there is no such month."""
    year, month, day = int(hit["year"]), int(hit["month"]), int(hit["day"])
    return _one(hit, daycounts.made(year, month, day) or daycounts.made(year, day, month))


def _iso(hit: re.Match[str], _: date) -> Days | None:
    month, day = hit["month"] or hit["m"], hit["day"] or hit["d"]
    return _one(hit, daycounts.made(int(hit["year"]), int(month), int(day)))


def _bare(hit: re.Match[str], today: date) -> Days | None:
    return _one(hit, _last_such_day(numerals.value(hit["day"]) or 0, today))


def _whole_year(hit: re.Match[str], today: date) -> Days | None:
    number = _year_of(hit["year"] or hit["english"], hit["named"], today)
    return None if number is None else day_words.year(hit, number)


def _english(hit: re.Match[str], today: date) -> Days | None:
    month = _MONTHS.index(hit["month"][:3]) + 1
    number = hit["before"] or hit["after"]
    year = int(hit["year"]) if hit["year"] else None
    if number is not None:
        return _one(hit, _dated(year, month, int(number), today))
    lead = hit.string[max(0, hit.start() - 10) : hit.start()]
    if year is None and hit["month"] in _NO_MONTHS and not _LEADS_MONTH.search(lead):
        return None
    first = _latest_first(month, year, today)
    return None if first is None else day_words.month_part(hit, first, None)


def _season(hit: re.Match[str], today: date) -> Days | None:
    year = _year_of(hit["year"], hit["named"], today)
    if hit["season"] or hit["english"]:
        begin, length = _SEASON_MONTHS[hit["season"] or hit["english"]], 3
    else:
        begin, until = _PERIODS[hit["period"] or "年" + hit["edge"]]
        length = until - begin + 1
    first = _latest_first(begin, year, today)
    if first is None:
        return None
    last = daycounts.last_of_month(daycounts.plus_months(first, length - 1))
    return _from_to(hit, first, last, Precision.SEASON)


def _one(hit: re.Match[str], day: date | None) -> Days | None:
    return _from_to(hit, day, day)


def _from_to(
    hit: re.Match[str],
    first: date | None,
    last: date | None,
    precision: Precision = Precision.DAY,
) -> Days | None:
    if first is None or last is None or last < first:
        return None
    return Days(
        start=hit.start(), end=hit.end(), first=first, last=last, precision=precision, loose=True
    )


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = (
    (_DATE, _chinese),
    (_MONTH_DAY, _day_of_month),
    (_ISO, _iso),
    (_DAY_FIRST, _day_first),
    (_SHORT, _nearest),
    (_BARE, _bare),
    (_ENGLISH, _english),
    (_ORDINAL, _bare),
    (_SEASON, _season),
    (_WHOLE_YEAR, _whole_year),
)

"""Times of the clock: 三四点, 十点半, 22:30, half past ten, 10pm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from triage import numerals
from triage.moments import MINUTES_A_DAY, Hours, Precision

_HOUR = 60
_NOON = 12
_HAN = numerals.HAN
_ABOUT = re.compile(r"(?:\b(?:around|about|approximately|approx|like)|~|大约|大概|约|差不多) ?$")
_ABOUT_AFTER = re.compile(r" ?(?:左右|上下|前后|\bish\b|or so\b)")
_LATER = re.compile(r"(?:钟)?(?:以后|之后|过后|后(?![天来面门巷])|开外)")
_LATER_BEFORE = re.compile(r"\b(?:after|past) $")

_CHINESE = re.compile(
    rf"(?P<hour>\d{{1,2}}|[{_HAN}]{{1,3}})(?:(?P<sign>[、~\-])(?P<second>\d{{1,2}}|[{_HAN}]{{1,3}}))?"
    r" ?(?:[点典]|(?<=\d)时(?![间候常而代不速段期]))"
    rf"(?:(?P<half>半)|(?P<quarter>[一三13])刻"
    rf"|(?P<minute>[0-5]?\d(?=分)|[0-5]\d(?!\d)|[二三四五]?十[{_HAN}]?|[零〇]?[{_HAN}](?=分)|[零〇][{_HAN}])分?)?"
    r"(?P<clock>钟|整|正)?(?P<more>多|几(?![点个次人])|许)?(?:钟)?"
)
# What makes a point of it: 三点建议, 一点也不, 三点五万.
_NO_CLOCK_AFTER = re.compile(
    rf"(?:[{_HAN}\d万亿元块米公:、]|建议|意见|要求|原因|问题|希望|说明|看法|理由|诉求|想法|疑问|内容|钱|事(?!故|发)"
    r"|[也都没儿小不](?!到|停))"
)
_NO_CLOCK_BEFORE = re.compile(
    r"(?:[\d.:第下共提几快差大小多少慢好高低远近长轻重这]|(?<![没只])有|(?<![今昨作前寻琴噚擒明听每天日夜傍])晚|(?<![朝今昨清大一])早)$"
)
_BOUND = re.compile(r"[晨夜晚上午里昼早朝天日号到至约概\-~ ]$")

_COLON = re.compile(
    r"(?<![\d.:])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    r" ?(?P<half>[ap]\.?m\b\.?)?"
)
_NAMES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_ENGLISH = re.compile(
    rf"(?<![\d.:/$])(?:(?P<to>half past|quarter past|quarter to|ten past|ten to|twenty past"
    r"|twenty to|five past|five to) )?"
    rf"(?:\b(?P<name>{_NAMES})|(?<!\w)(?P<hour>1[0-2]|0?[1-9]|2[0-4]|1[3-9])(?:[.](?P<minute>[0-5]\d))?)"
    r"(?P<ish>ish)?(?: ?(?P<half>[ap]\.?m\b\.?|o'? ?clock\b(?: [ap]\.?m\b\.?)?))?"
)
_PAST = {"half past": 30, "quarter past": 15, "quarter to": -15, "ten past": 10, "ten to": -10}
_PAST |= {"twenty past": 20, "twenty to": -20, "five past": 5, "five to": -5}
_LEADS = re.compile(
    r"\b(?:at|around|about|after|till|until|past|between|from|by)(?: about| around)? $"
)
_BARE_ENDS = re.compile(
    r"$|[,.;!?)](?!\d)|-| (?:last|this|yest|yday|today|tonight|tonite|in the|on|every|and|to"
    r"|until|till|am|pm)\b"
)
_PART_AFTER = re.compile(r" (?:in the (?:morning|afternoon|evening)|at night)\b")
_NAMED = re.compile(r"\b(?:(midnight)|noon)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    """What stands between *start* and *end*: an hour, perhaps the minute."""

    start: int
    end: int
    hour: int
    minute: int | None = None
    until_hour: int | None = None
    half: bool = True
    more: bool = False


def scan(plain: str) -> Iterator[Hours]:
    """Yield the times of the clock in *plain*, numbered points left out."""
    for hit in _CHINESE.finditer(plain):
        clock = _chinese(hit, plain)
        if clock is not None:
            yield _hours(clock, plain)
    for hit in _COLON.finditer(plain):
        yield _hours(_with_half(hit, int(hit["hour"]), int(hit["minute"]), hit["half"]), plain)
    for hit in _ENGLISH.finditer(plain):
        clock = _english(hit, plain)
        if clock is not None:
            yield _hours(clock, plain)
    for hit in _NAMED.finditer(plain):
        hour = 24 if hit[1] else _NOON
        clock = _Clock(start=hit.start(), end=hit.end(), hour=hour, half=False)
        yield _hours(clock, plain)


def _chinese(hit: re.Match[str], plain: str) -> _Clock | None:
    first, second = numerals.between(hit["hour"]), None
    if hit["second"]:
        second = numerals.between(hit["second"])
    if first is None or _is_no_clock(hit, plain):
        return None
    until = first.high + 1 if first.high > first.low else None
    if second is not None:
        until = second.high + (hit["sign"] == "、")
    if first.low > 24 or (until is not None and until > 25):  # noqa: PLR2004  (hours)
        return None
    return _Clock(
        start=hit.start(),
        end=hit.end(),
        hour=first.low,
        minute=_minute(hit),
        until_hour=until,
        half=1 <= first.low <= _NOON,
        more=hit["more"] is not None,
    )


def _is_no_clock(hit: re.Match[str], plain: str) -> bool:
    if _NO_CLOCK_BEFORE.search(plain[max(0, hit.start() - 2) : hit.start()]):
        return True
    exact = hit["half"] or hit["quarter"] or hit["minute"] or hit["clock"] or hit["more"]
    if exact:
        return False
    if _NO_CLOCK_AFTER.match(plain, hit.end()):
        return True
    lonely = hit["hour"] in {"一", "两", "二"} and "时" not in hit[0]
    return lonely and not (
        _BOUND.search(plain[: hit.start()][-1:]) or _ABOUT_AFTER.match(plain, hit.end())
    )


def _minute(hit: re.Match[str]) -> int | None:
    if hit["half"]:
        return 30
    if hit["quarter"]:
        return 15 * (numerals.value(hit["quarter"]) or 1)
    return numerals.value(hit["minute"]) if hit["minute"] else None


def _english(hit: re.Match[str], plain: str) -> _Clock | None:
    hour = int(hit["hour"]) if hit["hour"] else _NAMES.split("|").index(hit["name"]) + 1
    minute = int(hit["minute"]) if hit["minute"] else None
    if hit["to"]:
        past = _PAST[hit["to"]]
        hour, minute = hour - (past < 0), past % 60
    if not (hit["half"] or hit["to"] or hit["ish"]):
        led = _LEADS.search(plain[max(0, hit.start() - 16) : hit.start()])
        followed = _PART_AFTER.match(plain, hit.end())
        if not followed and not (led and _BARE_ENDS.match(plain, hit.end())):
            return None
    return _with_half(hit, hour, minute, hit["half"])


def _with_half(hit: re.Match[str], hour: int, minute: int | None, half: str | None) -> _Clock:
    """Return the clock with am or pm settled."""
    letter = (half or "").strip().removeprefix("o'clock").removeprefix("oclock").strip()[:1]
    if letter in {"a", "p"} and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if letter == "p" else 0)
    known = letter in {"a", "p"} or not 1 <= hour <= _NOON or hit[0].startswith("0")
    return _Clock(start=hit.start(), end=hit.end(), hour=hour, minute=minute, half=not known)


def _hours(clock: _Clock, plain: str) -> Hours:
    """Return *clock* as a stretch: an hour, half an hour around it, or a minute."""
    begin = clock.hour * _HOUR + (clock.minute or 0)
    precision = Precision.HOUR if clock.minute is None else Precision.MINUTE
    until = begin + _HOUR if clock.minute is None else begin
    if clock.minute is not None and clock.more:
        until = (clock.hour + 1) * _HOUR
    if clock.until_hour is not None:
        until = clock.until_hour * _HOUR
        until += _HOUR * _NOON if until < begin else 0
    found = Hours(
        start=clock.start,
        end=clock.end,
        begin=begin,
        until=until,
        precision=precision,
        clock=True,
        half=clock.half,
    )
    return _about(found, plain)


def _about(hours: Hours, plain: str) -> Hours:
    """Return *hours* widened by 左右 and "around", or until the morning by 以后."""
    before = plain[max(0, hours.start - 14) : hours.start]
    later = _LATER.match(plain, hours.end)
    if later or _LATER_BEFORE.search(before):
        end = later.end() if later else hours.end
        return replace(hours, end=end, until=-1, precision=Precision.HOUR)
    after = _ABOUT_AFTER.match(plain, hours.end)
    if not (after or _ABOUT.search(before)):
        return hours
    slack = 30 if hours.precision is Precision.HOUR else 15
    end = after.end() if after else hours.end
    until = hours.begin if hours.until - hours.begin <= _HOUR else hours.until - _HOUR
    return replace(hours, end=end, begin=hours.begin - slack, until=until + slack)


def in_part(clock: Hours, part: Hours) -> Hours:
    """Return *clock* on the day to which *part* belongs.

    Two o'clock of a night is in the morning after, twelve before dawn is zero.
    """
    if part.until <= _NOON * _HOUR:
        dawn = part.begin == 0 and clock.half and clock.begin >= (_NOON - 1) * _HOUR + _HOUR // 2
        return moved(clock, -_NOON * _HOUR if dawn else 0)
    late = {6 * _HOUR: 7 * _HOUR, 23 * _HOUR: 21 * _HOUR}.get(part.begin, part.begin - _HOUR)
    step = _NOON * _HOUR if clock.half else MINUTES_A_DAY
    shift = 0
    while clock.begin + shift < late - _HOUR // 2:
        shift += step
    return moved(clock, shift)


def by_custom(clock: Hours) -> Hours:
    """Return *clock* in the half of the day in which people are about: 7 to 18."""
    if clock.half and clock.begin < 7 * _HOUR - 30:
        return moved(clock, _NOON * _HOUR)
    return moved(clock, 0)


def moved(clock: Hours, minutes: int) -> Hours:
    """Return *clock* that many *minutes* later, its half of the day settled."""
    begin = clock.begin + minutes
    until = clock.until + minutes
    if clock.until < 0:
        evening = begin >= 18 * _HOUR
        until = max(begin, (30 if evening else 24) * _HOUR)
    return replace(clock, begin=begin, until=until, half=False)


def after(clock: Hours, first: Hours) -> Hours:
    """Return *clock*, the end of a stretch that begins with *first*, on its day."""
    step = (_NOON if clock.half else 2 * _NOON) * _HOUR
    shift = 0
    while clock.begin + shift <= first.begin:
        shift += step
    return moved(clock, shift)

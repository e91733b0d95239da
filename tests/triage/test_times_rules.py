import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from settings import festivalfiles
from triage import characters, times
from triage.times import Precision, When

FESTIVALS = festivalfiles.festivals(Path(__file__).resolve().parents[2] / "data", [])
SHENZHEN = ZoneInfo("Asia/Shanghai")
NOWS = st.integers(0, 4_000_000).map(
    lambda minutes: datetime(2023, 3, 1, tzinfo=SHENZHEN) + timedelta(minutes=minutes)
)
NOW = datetime(2026, 11, 24, 20, 15, tzinfo=SHENZHEN)
FIGURES = "零一二三四五六七八九"
WORDS = re.findall(
    r"\S+",
    "昨 今 前 晚 天 上个 周 五 礼拜 月 日 号 半夜 凌晨 下午 十 点 半 多 两 三 几 "
    "到 至 从 开始 以来 每 经常 "
    "周末 年 前 了 已经 小时 现在 刚才 春节 国庆 "
    "10 3 22:30 / . - last night friday at 10pm ago weeks "
    "every since from to may march 请 要 ，",
)
PHRASES = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)
SPACED = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 23))
AROUND = st.sampled_from(
    [
        "",
        "楼下有人卖黑煤气，",
        "邻居都看到了。",
        "People saw it. ",
        "3号楼地下室，",
        "车牌粤B12345，",
    ]
)


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else FIGURES[tens] + "十"
    return ten + (FIGURES[ones] if ones or not tens else "")


def ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
    return f"{number}{ends.get(number, 'th')}"


SPELLINGS: list[Callable[[date], str]] = [
    lambda day: f"{day.year}年{day.month}月{day.day}号",
    lambda day: f"{day.year}年{chinese(day.month)}月{chinese(day.day)}日",
    lambda day: "".join(FIGURES[int(c)] for c in str(day.year)) + f"年{day.month}月{day.day}日",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%B} {ordinal(day.day)}, {day.year}",
    lambda day: f"{day.day} {day:%b} {day.year}",
    lambda day: f"{ordinal(day.day)} of {day:%B} {day.year}",
]


def found(text: str, now: datetime = NOW) -> When | None:
    return times.find(text, now, FESTIVALS)


def bare(when: When | None) -> tuple[object, ...] | None:
    if when is None:
        return None
    return when.earliest, when.latest, when.recurring, when.precision


@given(st.text(max_size=200) | PHRASES | SPACED, NOWS)
def test_any_text_gives_a_span_that_runs_forward(text: str, now: datetime) -> None:
    when = times.find(text, now, FESTIVALS)

    assert when is None or when.earliest <= when.latest


@given(PHRASES | SPACED, NOWS)
def test_what_began_is_over_by_now(text: str, now: datetime) -> None:
    when = times.find(text, now, FESTIVALS)

    assert when is None or when.latest <= now or when.earliest > now


@given(st.text(max_size=60) | PHRASES)
def test_the_ends_of_the_calendar_are_no_fault(text: str) -> None:
    for now in (datetime(9998, 11, 30, tzinfo=UTC), datetime(2, 1, 31, tzinfo=UTC)):
        times.find(text, now, FESTIVALS)


@given(DAYS, st.sampled_from(SPELLINGS), AROUND, AROUND)
def test_a_date_is_found_however_it_is_written(
    day: date, spelling: Callable[[date], str], before: str, after: str
) -> None:
    when = found(f"{before}{spelling(day)} {after}")

    midnight = datetime(day.year, day.month, day.day, tzinfo=SHENZHEN)
    assert bare(when) == (midnight, midnight + timedelta(days=1), False, Precision.DAY)


@given(st.integers(6, 11), st.integers(1, 59), st.booleans())
def test_a_time_of_yesterday_evening_is_found_in_figures_and_numerals(
    hour: int, minute: int, numerals: bool
) -> None:
    said = chinese(hour) if numerals else str(hour)
    past = f"{chinese(minute)}分" if numerals else f"{minute}分"

    when = found(f"昨晚{said}点{past}")

    at = datetime(2026, 11, 23, hour + 12, minute, tzinfo=SHENZHEN)
    assert bare(when) == (at, at, False, Precision.MINUTE)


@given(PHRASES)
def test_both_scripts_say_the_same(text: str) -> None:
    back = {simple: full for full, simple in characters.TO_SIMPLIFIED.items()}
    traditional = "".join(chr(back.get(ord(c), ord(c))) for c in text)

    assert found(text) == found(traditional)


@given(PHRASES | SPACED)
def test_full_width_says_the_same(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)

    assert found(text) == found(wide)


@given(
    st.sampled_from(
        ["昨晚十点多", "上周五晚上", "last Friday night", "两个星期前", "前天下午三点半"]
    ),
    AROUND,
    AROUND,
)
def test_what_stands_around_a_time_does_not_change_it(time: str, before: str, after: str) -> None:
    assert bare(found(f"{before}{time} {after}")) == bare(found(time))

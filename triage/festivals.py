"""Festivals by which people reckon: 春节以来, before the Mid-Autumn Festival."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from triage import daycounts, words
from triage.moments import Days, Precision
from triage.numerals import HAN

_YEARS = {"前年": -2, "去年": -1, "旧年": -1, "今年": 0, "last": -1, "this": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Festival:
    """A festival: its *names*, its first days in order, and how many days it lasts."""

    names: tuple[str, ...]
    days: tuple[date, ...]
    lasts: int

    def before(self, today: date, year: int | None) -> date | None:
        """Return the first day in *year*, or without one the last up to *today*."""
        if year is not None:
            return next((day for day in self.days if day.year == year), None)
        return max((day for day in self.days if day <= today), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Festivals:
    """All festivals, by the plain form of their names."""

    by_name: Mapping[str, Festival]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, festivals: Iterable[Festival]) -> Self:
        """Return the index of *festivals*."""
        by_name = {words.plain(name): one for one in festivals for name in one.names}
        names = "|".join(sorted(map(re.escape, by_name), key=len, reverse=True)) or r"(?!)"
        pattern = re.compile(
            rf"(?:(?P<year>前年|去年|旧年|今年|\b(?:last|this))(?:的| year'?s?)? ?)?(?:the )?"
            rf"(?<![a-z{HAN}])(?P<name>{names})(?![a-z{HAN}路街村巷广花白底龄轻初中纪])"
            r"(?:(?P<day>那天|当天|当晚|(?=的?[晚夜早凌下上中半]))|的?期间|假期|那几天|黄金周)?"
        )
        return cls(by_name=by_name, pattern=pattern)

    def scan(self, plain: str, today: date) -> Iterator[Days]:
        """Yield the festivals that *plain* names, each the last that was."""
        for hit in self.pattern.finditer(plain):
            festival = self.by_name[hit["name"]]
            year = today.year + _YEARS[hit["year"]] if hit["year"] else None
            first = festival.before(today, year)
            if first is not None:
                lasts = 1 if hit["day"] is not None else festival.lasts
                last = daycounts.plus(first, lasts - 1)
                yield Days(
                    start=hit.start(),
                    end=hit.end(),
                    first=first,
                    last=last,
                    precision=Precision.DAY,
                )


NONE = Festivals.of(())

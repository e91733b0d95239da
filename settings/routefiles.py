"""Desks, signs and rules of routing in data/ as one table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path

from settings import kindfiles, sheets
from settings.mistakes import Mistake
from triage import words
from triage.categories import Categories, Severity
from triage.danger import Danger
from triage.desks import Desk
from triage.gazetteer import Gazetteer
from triage.phrases import Phrases
from triage.raising import REPEAT, CaseSigns
from triage.routes import RoutingTable
from triage.routing import Queue
from triage.rules import NO_PLACE, ClockHours, Condition, OfficeHours, Rule, Terms
from triage.topics import Topics
from triage.worktime import Period, UnreadablePeriod

_CONDITION = "category danger severity territory time signs words"
_TERMS = "first_answer next_step done escalate_after"
_COLUMNS = f"{_CONDITION} queue desk set_severity {_TERMS} escalate_to source"
_LONGEST_CODE = 40


class _YesNo(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the cells of a rule may name."""

    categories: Categories
    gazetteer: Gazetteer
    signs: CaseSigns
    desks: dict[str, Desk]


def routing(
    folder: Path,
    own: Path | None,
    categories: Categories,
    gazetteer: Gazetteer,
    mistakes: list[Mistake],
) -> RoutingTable:
    """Return the routing table; what is wrong goes to *mistakes*.

    Args:
        folder: Where desks, signs and rules are.
        own: The district's own rules, which stand for those in *folder*.
        categories: The kinds that rules may name.
        gazetteer: The territories that rules may name.
        mistakes: Takes what is wrong.
    """
    signs = _signs(folder, mistakes)
    desks = _desks(folder, mistakes)
    known = _Known(categories=categories, gazetteer=gazetteer, signs=signs, desks=desks)
    rows = sheets.rows(own or folder / "routing.csv", _COLUMNS, mistakes)
    return RoutingTable(rules=tuple(_rule(row, known) for row in rows), desks=desks, signs=signs)


def _signs(folder: Path, mistakes: list[Mistake]) -> CaseSigns:
    terms: dict[str, tuple[str, ...]] = {}
    raising: set[str] = set()
    for row in sheets.rows(folder / "case_signs.csv", "sign raises terms", mistakes):
        sign = row.needed("sign")
        terms[sign] = terms.get(sign, ()) + row.several("terms")
        if sign != REPEAT:
            row.needed("terms")
        if row.choice("raises", _YesNo) is _YesNo.YES:
            raising.add(sign)
    told = {sign: some for sign, some in terms.items() if some}
    return CaseSigns(
        topics=Topics.of(told), names=frozenset(terms) | {REPEAT}, raising=frozenset(raising)
    )


def _desks(folder: Path, mistakes: list[Mistake]) -> dict[str, Desk]:
    file = folder / "desks.csv"
    seen: set[str] = set()
    desks = {}
    columns = "code queues other_officer name_zh_hans name_zh_hant name_en"
    for row in sheets.rows(file, columns, mistakes):
        code = row.new("code", seen)
        if len(code) > _LONGEST_CODE:
            row.wrong("code", f"has more than {_LONGEST_CODE} characters")
        row.needed("queues")
        desks[code] = Desk(
            code=code,
            queues=tuple(row.each("queues", Queue)),
            names=row.names(),
            other_officer=row.choice("other_officer", _YesNo) is _YesNo.YES,
        )
    served = {queue for desk in desks.values() for queue in desk.queues}
    for queue in Queue:
        if desks and queue not in served:
            sentence = f"no desk serves the queue {queue}"
            mistakes.append(Mistake(file=file, line=1, key="queues", sentence=sentence))
    return desks


def _rule(row: sheets.Row, known: _Known) -> Rule:
    queue = row.choice("queue", Queue)
    return Rule(
        line=row.line,
        when=_condition(row, known),
        queue=queue,
        desk=_desk(row, queue, known),
        severity=row.choice("set_severity", Severity) if row["set_severity"] else None,
        terms=Terms(
            first_answer=_period(row, "first_answer"),
            next_step=_period(row, "next_step"),
            done=_period(row, "done"),
            escalate_after=_period(row, "escalate_after"),
            escalate_to=row["escalate_to"],
        ),
        written=", ".join(row[column] for column in _CONDITION.split() if row[column]),
        source=row["source"],
    )


def _condition(row: sheets.Row, known: _Known) -> Condition:
    phrases = frozenset(words.plain(word) for word in row.several("words"))
    return Condition(
        categories=frozenset(kindfiles.meant(row, "category", known.categories)),
        dangers=frozenset(_dangers(row)),
        severities=frozenset(row.each("severity", Severity)),
        territories=frozenset(_territories(row, known.gazetteer)),
        hours=_hours(row),
        signs=frozenset(_signs_of(row, known.signs)),
        words=phrases,
        phrases=Phrases.of(phrases) if phrases else None,
    )


def _dangers(row: sheets.Row) -> Iterator[str]:
    for word in row.several("danger"):
        if word == "danger.*":
            yield from Danger
        elif word in set(Danger):
            yield word
        else:
            row.wrong("danger", f"{word} must be danger.* or one of {', '.join(Danger)}")


def _territories(row: sheets.Row, gazetteer: Gazetteer) -> Iterator[str]:
    towns = {town.code for town in gazetteer.subdistricts}
    for code in row.several("territory"):
        yield code
        if code in towns:
            yield from (one.code for one in gazetteer.communities if one.subdistrict_code == code)
        elif code != NO_PLACE and code not in gazetteer.communities_by_code:
            row.wrong("territory", f"{code} is no sub-district, no community and not {NO_PLACE}")


def _hours(row: sheets.Row) -> OfficeHours | ClockHours | None:
    written = row["time"]
    if not written:
        return None
    if written in set(OfficeHours):
        return OfficeHours(written)
    begins, _, ends = written.partition("-")
    try:
        return ClockHours(begins=time.fromisoformat(begins), ends=time.fromisoformat(ends))
    except ValueError:
        row.wrong("time", "must be open, closed or hours of the clock such as 22:00-06:00")
        return None


def _signs_of(row: sheets.Row, signs: CaseSigns) -> Iterator[str]:
    for sign in row.several("signs"):
        if sign not in signs.names:
            row.wrong("signs", f"{sign} is not in case_signs.csv")
        yield sign


def _desk(row: sheets.Row, queue: Queue, known: _Known) -> str:
    code = row.needed("desk")
    desk = known.desks.get(code)
    if code and desk is None:
        row.wrong("desk", f"{code} is not in desks.csv")
    elif desk and queue not in desk.queues:
        row.wrong("desk", f"{code} does not serve the queue {queue}")
    return code


def _period(row: sheets.Row, column: str) -> Period | None:
    if not row[column]:
        return None
    try:
        return Period.read(row[column])
    except UnreadablePeriod:
        row.wrong(column, "must be a number and min, h, d, wh or wd, such as 15min or 2wd")
        return None

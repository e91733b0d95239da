"""Labelled reports for the benchmarks of the matcher, and the measures taken on them."""

import csv
import gzip
import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from settings.datafiles import load_data
from triage.matching import hints, reading
from triage.matching.reading import Reading, Told

ROOT = Path(__file__).parent.parent
INCIDENTS = ROOT / "tests" / "sets" / "incidents_dev.csv"
HELD = ROOT / "tests" / "sets" / "incidents_held.csv"
TRAINING = ROOT / "data" / "training" / "incidents.csv"

Ranked = Mapping[str, Sequence[tuple[float, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Reports in order, the incident of each (or empty), and the place group."""

    told: tuple[Told, ...]
    incident: Mapping[str, str]
    place: Mapping[str, str]

    def same(self, one: str, other: str) -> bool:
        return bool(self.incident[one]) and self.incident[one] == self.incident[other]

    def related(self, one: str, other: str) -> bool:
        return bool(self.place[one]) and self.place[one] == self.place[other]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Reports in order, and for which of them the best *most* earlier ones are wanted.

    *most* is None where all that a method proposes are wanted.
    """

    readings: Sequence[Reading]
    asked: Sequence[int]
    most: int | None = 5

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.readings]

    @property
    def texts(self) -> list[str]:
        return [one.whole.text for one in self.readings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found, and the milliseconds to take in one report and to ask about one."""

    ranked: Ranked
    ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Shares of the reports that have an earlier one of the same incident.

    What is attached is NaN where no other reports were asked about, which give
    the threshold.
    """

    reports: int
    first: float
    five: float
    attached: float
    attached_others: float
    attached_unrelated: float
    attached_unrelated_others: float

    def line(self, name: str) -> str:
        return (
            f"| {name} | {self.reports} | {self.first:.3f} | {self.five:.3f} "
            f"| {_pair(self.attached, self.attached_others)} "
            f"| {_pair(self.attached_unrelated, self.attached_unrelated_others)} |"
        )


def header(false: float) -> str:
    return (
        "| method | with an earlier one | recall@1 | @5 "
        f"| attached at {false:.0%} false, all / other users | same place not counted |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: |"
    )


def incidents(file: Path = INCIDENTS) -> Labelled:
    return _labelled(_rows(file), "incident", "")


def petitions(folder: Path, *, short: bool) -> Labelled:
    rows = _rows(folder / "messages.csv.gz")
    if short:
        cut = {row["id"]: row["report"] for row in _rows(folder / "short_mixed.csv.gz")}
        rows = [{**row, "title": "", "text": cut[row["id"]]} for row in rows if row["id"] in cut]
    return _labelled(rows, "cluster_id", "place_group")


def read(labelled: Labelled) -> list[Reading]:
    district = load_data(ROOT / "data")
    reader = hints.reader(district.lexicon, district.gazetteer)
    return [reading.read(told, reader) for told in labelled.told]


def spread(labelled: Labelled, every: int = 1, rest: int = 1) -> list[int]:
    """Return which reports to ask about, in order.

    Each *every*-th of those with an earlier one of their incident, each *rest*-th
    of the others; none of them where it is 0.
    """
    seen: set[str] = set()
    late: list[int] = []
    others: list[int] = []
    for at, told in enumerate(labelled.told):
        incident = labelled.incident[told.id]
        (late if incident in seen else others).append(at)
        seen |= {incident} - {""}
    return sorted([*late[::every], *(others[::rest] if rest else [])])


def measured(ranked: Ranked, labelled: Labelled, false: float) -> Measured:
    """Return the measures of the reports that were asked about.

    Those without an earlier one give the threshold.
    """
    seen: defaultdict[str, list[Told]] = defaultdict(list)
    top: list[tuple[float, bool]] = []
    right: list[tuple[float, bool, bool, bool]] = []
    for told in labelled.told:
        found = ranked.get(told.id, [])
        earlier = seen[labelled.incident[told.id]] if labelled.incident[told.id] else []
        score = found[0][0] if found else float("-inf")
        same = [labelled.same(told.id, other) for _, other in found[:5]]
        if told.id not in ranked:
            pass
        elif earlier:
            others = all(one.user != told.user for one in earlier)
            right.append((score, same[:1] == [True], any(same), others))
        else:
            top.append((score, bool(found) and labelled.related(told.id, found[0][1])))
        seen[labelled.incident[told.id]] = [*earlier, told]
    all_false = [score for score, _ in top]
    clear = [score for score, related in top if not related]
    other = [one for one in right if one[3]]
    return Measured(
        reports=len(right),
        first=sum(one[1] for one in right) / len(right),
        five=sum(one[2] for one in right) / len(right),
        attached=_above(right, all_false, false),
        attached_others=_above(other, all_false, false),
        attached_unrelated=_above(right, clear, false),
        attached_unrelated_others=_above(other, clear, false),
    )


def _above(
    right: Sequence[tuple[float, bool, bool, bool]], wrong: Sequence[float], false: float
) -> float:
    if not wrong:
        return math.nan
    limit = sorted(wrong, reverse=True)[int(false * len(wrong))]
    return sum(one[1] and one[0] > limit for one in right) / max(len(right), 1)


def _pair(one: float, other: float) -> str:
    return "–" if math.isnan(one) else f"{one:.3f} / {other:.3f}"


def _labelled(rows: Sequence[Mapping[str, str]], incident: str, place: str) -> Labelled:
    told = [
        Told(
            id=row["id"],
            time=datetime.fromisoformat(row["time"]).replace(tzinfo=UTC),
            text=row["text"].strip(),
            title=row.get("title", ""),
            user=row.get("user", ""),
            category=row.get("category", ""),
        )
        for row in rows
    ]
    return Labelled(
        told=tuple(sorted(told, key=lambda one: (one.time, one.id))),
        incident={row["id"]: row[incident] for row in rows},
        place={row["id"]: row.get(place, "") for row in rows},
    )


def _rows(file: Path) -> list[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    if file.suffix == ".gz":
        with gzip.open(file, "rt", encoding="utf-8", newline="") as packed:
            return list(csv.DictReader(packed))
    with file.open(encoding="utf-8", newline="") as plain:
        return list(csv.DictReader(plain))

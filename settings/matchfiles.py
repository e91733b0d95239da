"""The weights of the matcher in data/, and writing them anew."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake, Mistakes
from triage.matching import factors
from triage.matching.counts import Counts
from triage.matching.decide import Thresholds
from triage.matching.model import Model, Term

FILE = "matching_weights.csv"
FREQUENCIES = "matching_frequencies.txt"
_COLUMNS = "name mean spread weight note"
_INTERCEPT = "intercept"
_LINK = "threshold.link"
_SUGGEST = "threshold.suggest"


class WeightMistakes(Mistakes):
    """What is wrong with the weights of the matcher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the matcher goes by, and in *note* where the weights come from."""

    model: Model
    thresholds: Thresholds
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What the matcher goes by: weights, and how common words are where nothing came in yet."""

    model: Model
    thresholds: Thresholds
    background: Counts


def matching(folder: Path, mistakes: list[Mistake]) -> Matching:
    """Return what the files of *folder* tell the matcher; mistakes are added to *mistakes*."""
    background = _background(folder / FREQUENCIES, mistakes)
    try:
        weights = load(folder / FILE)
    except WeightMistakes as wrong:
        mistakes += wrong.mistakes
        none = Thresholds(link=1.0, suggest=1.0)
        return Matching(
            model=Model(terms=(), intercept=0.0), thresholds=none, background=background
        )
    return Matching(model=weights.model, thresholds=weights.thresholds, background=background)


def write_background(file: Path, counts: Counts, least: int) -> None:
    """Write how many of the counted reports hold each feature that *least* of them hold."""
    lines = [f"{held}\t{feature}" for feature, held in counts.held(least)]
    head = f"# Counted by benchmarks/learn_frequencies.py.\n{counts.reports}\n"
    file.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def _background(file: Path, mistakes: list[Mistake]) -> Counts:
    try:
        _, reports, *lines = file.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines]
        return Counts(int(reports), {feature: int(held) for held, feature in rows})
    except (OSError, ValueError):
        sentence = "must be written by benchmarks/learn_frequencies.py"
        mistakes.append(Mistake(file=file, line=1, key="", sentence=sentence))
        return Counts()


def load(file: Path) -> Weights:
    """Return the weights in *file*; a factor it does not name has none.

    Raises:
        WeightMistakes: If anything in it is wrong; names all of it.
    """
    mistakes: list[Mistake] = []
    seen: set[str] = set()
    known = {*factors.NAMES, _INTERCEPT, _LINK, _SUGGEST}
    rows = {row.new("name", seen): row for row in sheets.rows(file, _COLUMNS, mistakes)}
    for name, row in rows.items():
        if name not in known:
            row.wrong("name", f"{name} is no factor of the matcher")
    single = {name: _single(rows, name, file, mistakes) for name in (_INTERCEPT, _LINK, _SUGGEST)}
    terms = tuple(_term(name, rows.get(name)) for name in factors.NAMES)
    if not 0.0 <= single[_SUGGEST] <= single[_LINK] <= 1.0:
        sentence = f"{_SUGGEST} and {_LINK} must rise from 0 to 1"
        mistakes.append(Mistake(file=file, line=1, key=_LINK, sentence=sentence))
    if mistakes:
        raise WeightMistakes(mistakes)
    return Weights(
        model=Model(terms=terms, intercept=single[_INTERCEPT]),
        thresholds=Thresholds(link=single[_LINK], suggest=single[_SUGGEST]),
        note=rows[_INTERCEPT]["note"],
    )


def save(file: Path, weights: Weights) -> None:
    """Write *weights* as `load` reads them."""
    limits = weights.thresholds
    with file.open("w", encoding="utf-8", newline="") as target:
        sheet = csv.writer(target, lineterminator="\n")
        sheet.writerow(_COLUMNS.split())
        sheet.writerow([_INTERCEPT, "", "", f"{weights.model.intercept:.6g}", weights.note])
        sheet.writerow([_LINK, "", "", f"{limits.link:.6g}", "from here on linked"])
        sheet.writerow([_SUGGEST, "", "", f"{limits.suggest:.6g}", "from here on suggested"])
        for term in weights.model.terms:
            numbers = (f"{one:.6g}" for one in (term.mean, term.spread, term.weight))
            sheet.writerow([term.name, *numbers, ""])


def _single(rows: dict[str, sheets.Row], name: str, file: Path, mistakes: list[Mistake]) -> float:
    if name in rows:
        return _number(rows[name], "weight")
    mistakes.append(Mistake(file=file, line=1, key=name, sentence=f"there is no row {name}"))
    return 0.0


def _term(name: str, row: sheets.Row | None) -> Term:
    if row is None:
        return Term(name=name, mean=0.0, spread=1.0, weight=0.0)
    spread = _number(row, "spread")
    if spread <= 0:
        row.wrong("spread", "must be above 0")
    weight = _number(row, "weight")
    if weight * factors.SIGNS[factors.NAMES.index(name)] < 0:
        row.wrong("weight", f"{name} may only count the other way")
    return Term(name=name, mean=_number(row, "mean"), spread=spread, weight=weight)


def _number(row: sheets.Row, column: str) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        row.wrong(column, "must be a number")
        return 1.0
    return value

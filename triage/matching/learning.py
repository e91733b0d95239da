"""Labelled pairs become rows to learn from; new weights must prove themselves."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from triage.matching import factors, fit
from triage.matching.archive import Archive
from triage.matching.counts import Counts
from triage.matching.decide import Thresholds
from triage.matching.fit import Row
from triage.matching.model import Model
from triage.matching.reading import Reading

_PARTS = 5
_NOTHING = Model(terms=(), intercept=0.0)
_NEVER = Thresholds(link=1.0, suggest=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A pair that somebody judged, by the ids of its reports.

    *weight*: for how many pairs it stands.
    """

    one: str
    other: str
    same: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What there is to learn from, and a fifth that is kept back to judge by."""

    train: tuple[Row, ...]
    kept_back: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """New weights and their mean surprise at what was kept back, beside the old."""

    model: Model
    new_loss: float
    old_loss: float

    @property
    def better(self) -> bool:
        """Whether the new weights may be taken."""
        return self.new_loss < self.old_loss


def sample(
    readings: Sequence[Reading], pairs: Sequence[Labelled], known: Counts | None = None
) -> Sample:
    """Return the rows of *pairs*; *readings* are all reports, in order of arrival.

    *known*: how common things are among other reports.

    A pair is seen as it is when the later report comes in, among its other
    candidates. All pairs of one incident are kept back together.
    """
    numbers = {reading.id: at for at, reading in enumerate(readings)}
    earlier: defaultdict[int, dict[int, Labelled]] = defaultdict(dict)
    for pair in pairs:
        first, last = sorted((numbers[pair.one], numbers[pair.other]))
        earlier[last][first] = pair
    parts = _parts(pairs)
    rows: tuple[list[Row], list[Row]] = ([], [])
    for at, row in _rows(readings, earlier, known or Counts()):
        rows[parts.get(readings[at].id, _part(readings[at].id)) == 0].append(row)
    return Sample(train=tuple(rows[0]), kept_back=tuple(rows[1]))


def learned(rows: Sample, old: Model) -> Outcome:
    """Return the weights that explain the rows best, judged beside *old*.

    Raises:
        ValueError: If there is nothing to learn from, or nothing to judge by.
    """
    if not any(row.same for row in rows.kept_back):
        raise ValueError("needs matching pairs to judge by")
    model = fit.fitted(rows.train, factors.NAMES, factors.SIGNS)
    return Outcome(
        model=model,
        new_loss=fit.loss(model, rows.kept_back),
        old_loss=fit.loss(old, rows.kept_back),
    )


def refined(rows: Sample, old: Model) -> Outcome:
    """Return *old* with its log-odds set right by the rows: two numbers, which a few can tell.

    Raises:
        ValueError: If there is nothing to learn from, or nothing to judge by.
    """
    if not (rows.train and rows.kept_back):
        raise ValueError("hold too few answers to learn from and to judge by")
    model = fit.straightened(old, rows.train)
    return Outcome(
        model=model,
        new_loss=fit.loss(model, rows.kept_back),
        old_loss=fit.loss(old, rows.kept_back),
    )


def _rows(
    readings: Sequence[Reading], earlier: dict[int, dict[int, Labelled]], known: Counts
) -> Iterable[tuple[int, Row]]:
    counts = known.with_more(0, {})
    for reading in readings:
        counts.add(reading.features)
    archive = Archive(counts, _NOTHING, _NEVER)
    for at, reading in enumerate(readings):
        new = archive.weighed(reading)
        labelled = earlier.get(at, {})
        for one in archive.candidates(new, tuple(labelled)) if labelled else ():
            if one.found.at in labelled:
                pair = labelled[one.found.at]
                yield at, Row(factors=one.factors, same=pair.same, weight=pair.weight)
        archive.add(new, reading.id)


def _parts(pairs: Iterable[Labelled]) -> dict[str, int]:
    """Return the part of each report that has a match: that of its whole incident."""
    heads: dict[str, str] = {}

    def head(one: str) -> str:
        while heads.setdefault(one, one) != one:
            one = heads[one]
        return one

    for pair in pairs:
        if pair.same:
            first, last = sorted((head(pair.one), head(pair.other)))
            heads[last] = first
    return {one: _part(head(one)) for one in list(heads)}


def _part(name: str) -> int:
    return zlib.crc32(name.encode()) % _PARTS

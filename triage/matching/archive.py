"""All reports of one file, in memory: each finds earlier ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage.matching import compare
from triage.matching.compare import Candidate, Found
from triage.matching.counts import Counts
from triage.matching.decide import Decision, Thresholds, Verdict
from triage.matching.index import Index
from triage.matching.model import Model
from triage.matching.reading import Reading
from triage.matching.weighed import Weighed, rarest, weigh

BEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An earlier report that may be the same incident, *score* a probability."""

    rank: int
    id: str
    score: float
    decision: Decision
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a report ended: its best matches and the lead of its case."""

    id: str
    lead: str
    matches: tuple[Match, ...]


class Archive:
    """The reports taken in so far, and how common everything in them is.

    *counts* may know of more reports than were taken in (a whole file); they
    are counts only, and nobody is compared with a later report.
    """

    def __init__(self, counts: Counts, model: Model, thresholds: Thresholds) -> None:
        self._counts = counts
        self._model = model
        self._thresholds = thresholds
        self._index = Index()
        self._reports: list[Weighed] = []
        self._leads: list[str] = []

    def weighed(self, reading: Reading) -> Weighed:
        """Return *reading* with its weights."""
        return weigh(reading, self._counts)

    def candidates(self, new: Weighed, also: Sequence[int] = ()) -> list[Candidate]:
        """Return the earlier reports that were compared with *new*, best first.

        *also*: the numbers of reports to compare in any case.
        """
        near = self._index.nearest(rarest(new.reading, self._counts), self._counts)
        weights = {one.at: one.weight for one in near}
        weights |= {at: 0.0 for at in also if at not in weights}
        found = [
            Found(at=at, weighed=self._reports[at], case=self._leads[at], weight=weight)
            for at, weight in weights.items()
        ]
        return compare.candidates(new, found, self._counts, self._model)

    def add(self, new: Weighed, lead: str) -> int:
        """Take *new* in under its *lead*; return its number."""
        self._index.add(len(self._reports), rarest(new.reading, self._counts), self._counts)
        self._reports.append(new)
        self._leads.append(lead)
        return len(self._reports) - 1

    def place(self, reading: Reading) -> Placed:
        """Compare a report with all before it, decide, and take it in."""
        new = self.weighed(reading)
        found = self.candidates(new)
        verdict = compare.verdict(new, found, self._thresholds)
        linked = verdict.decision is Decision.LINKED
        lead = found[0].found.case if linked else reading.id
        matches = tuple(self._matches(new, found[:BEST], verdict))
        self.add(new, lead)
        return Placed(id=reading.id, lead=lead, matches=matches)

    def _matches(
        self, new: Weighed, best_first: Sequence[Candidate], verdict: Verdict
    ) -> Iterator[Match]:
        for rank, one in enumerate(best_first, start=1):
            likely = one.p >= self._thresholds.suggest
            after = Decision.SUGGESTED if likely else Decision.NEW
            yield Match(
                rank=rank,
                id=one.found.weighed.reading.id,
                score=one.p,
                decision=verdict.decision if rank == 1 else after,
                reasons=compare.reasons(new, one, self._counts, verdict.held if rank == 1 else ""),
            )

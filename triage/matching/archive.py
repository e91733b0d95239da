"""All reports of one installation or file, in memory: each finds earlier ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage.matching import decide, explain, factors, placing
from triage.matching.counts import Counts
from triage.matching.decide import Decision, Look, Thresholds, Verdict
from triage.matching.index import Index
from triage.matching.model import Model, sigmoid
from triage.matching.reading import Reading
from triage.matching.weighed import Weighed, weigh

BEST = 5
# Log-odds by which a contradiction of places lowers any score, so that clones with
# the place swapped stand below those without; found by cross-validation, flat from 1.
_CONTRADICTED = 2.0
_SHARED = factors.NAMES.index("text.shared")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An earlier report that was looked at, and what was found."""

    at: int
    factors: tuple[float, ...]
    p: float
    contradiction: str


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

    def candidates(self, new: Weighed, also: Sequence[int] = ()) -> list[Candidate]:
        """Return the earlier reports that were compared with *new*, best first.

        *also*: the numbers of reports to compare in any case.
        """
        near = self._index.nearest(new.rarest, self._counts)
        weights = {one.at: one.weight for one in near}
        weights |= {at: 0.0 for at in also if at not in weights}
        found = [self._reports[at] for at in weights]
        rows = factors.of_candidates(new, found, list(weights.values()), self._counts)
        compared = [self._compared(new, at, row) for at, row in zip(weights, rows, strict=True)]
        return sorted(compared, key=lambda one: (-one.p, -one.at))

    def _compared(self, new: Weighed, at: int, row: tuple[float, ...]) -> Candidate:
        contradiction = placing.contradiction(new.reading, self._reports[at].reading, row[_SHARED])
        logit = self._model.logit(row) - (_CONTRADICTED if contradiction else 0.0)
        return Candidate(at=at, factors=row, p=sigmoid(logit), contradiction=contradiction)

    def weighed(self, reading: Reading) -> Weighed:
        """Return *reading* with its weights."""
        return weigh(reading, self._counts)

    def add(self, new: Weighed, lead: str) -> int:
        """Take *new* in under its *lead*; return its number."""
        self._index.add(len(self._reports), new.rarest, self._counts)
        self._reports.append(new)
        self._leads.append(lead)
        return len(self._reports) - 1

    def place(self, reading: Reading) -> Placed:
        """Compare a report with all before it, decide, and take it in."""
        new = self.weighed(reading)
        found = self.candidates(new)
        verdict = self._verdict(new, found)
        linked = verdict.decision is Decision.LINKED
        lead = self._leads[found[0].at] if linked else reading.told.id
        matches = tuple(self._matches(new, found[:BEST], verdict))
        self.add(new, lead)
        return Placed(id=reading.told.id, lead=lead, matches=matches)

    def _verdict(self, new: Weighed, found: Sequence[Candidate]) -> Verdict:
        if not found:
            return Verdict(decision=Decision.NEW)
        looks = [
            Look(
                p=one.p,
                alike=one.factors[_SHARED],
                case=self._leads[one.at],
                contradiction=one.contradiction,
            )
            for one in found
        ]
        best = self._reports[found[0].at].reading
        return decide.verdict(looks, new.reading, best, self._thresholds)

    def _matches(
        self, new: Weighed, found: Sequence[Candidate], verdict: Verdict
    ) -> Iterator[Match]:
        for rank, one in enumerate(found, start=1):
            other = self._reports[one.at].reading
            first = rank == 1
            likely = one.p >= self._thresholds.suggest
            yield Match(
                rank=rank,
                id=other.told.id,
                score=one.p,
                decision=verdict.decision
                if first
                else Decision.SUGGESTED
                if likely
                else Decision.NEW,
                reasons=explain.reasons(
                    new.reading, other, self._counts, verdict.held if first else ""
                ),
            )

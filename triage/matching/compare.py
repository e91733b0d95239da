"""A new report beside the earlier ones that were found for it: how alike, and so what."""

from collections.abc import Sequence
from dataclasses import dataclass

from triage.matching import decide, explain, factors, placing
from triage.matching.counts import Counts
from triage.matching.decide import Decision, Look, Thresholds, Verdict
from triage.matching.model import Model, sigmoid
from triage.matching.weighed import Weighed

# Log-odds by which a contradiction of places lowers any score, so that clones with
# the place swapped stand below those without; found by cross-validation, flat from 1.
_CONTRADICTED = 2.0
_SHARED = factors.NAMES.index("text.shared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An earlier report by its number, the case it is in, and the weight it was found by."""

    at: int
    weighed: Weighed
    case: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An earlier report that was compared: *alike* is the share of the words."""

    found: Found
    factors: tuple[float, ...]
    p: float
    contradiction: str

    @property
    def alike(self) -> float:
        """How much of the words both share, from 0 to 1."""
        return self.factors[_SHARED]


def candidates(
    new: Weighed, found: Sequence[Found], counts: Counts, model: Model
) -> list[Candidate]:
    """Return the reports *found* as they compare with *new*, best first."""
    rows = factors.of_candidates(
        new, [one.weighed for one in found], [one.weight for one in found], counts
    )
    compared = [_compared(new, one, row, model) for one, row in zip(found, rows, strict=True)]
    return sorted(compared, key=lambda one: (-one.p, -one.found.at))


def verdict(new: Weighed, best_first: Sequence[Candidate], thresholds: Thresholds) -> Verdict:
    """Return what is decided about *new* and the best of its candidates."""
    if not best_first:
        return Verdict(decision=Decision.NEW)
    looks = [
        Look(p=one.p, alike=one.alike, case=one.found.case, contradiction=one.contradiction)
        for one in best_first
    ]
    best = best_first[0].found.weighed.reading
    return decide.verdict(looks, new.reading, best, thresholds)


def reasons(new: Weighed, one: Candidate, counts: Counts, held: str = "") -> str:
    """Return in words and numbers why *new* and a candidate were put together."""
    return explain.reasons(new.reading, one.found.weighed.reading, counts, held)


def _compared(new: Weighed, found: Found, row: tuple[float, ...], model: Model) -> Candidate:
    contradiction = placing.contradiction(new.reading, found.weighed.reading, row[_SHARED])
    logit = model.logit(row) - (_CONTRADICTED if contradiction else 0.0)
    return Candidate(found=found, factors=row, p=sigmoid(logit), contradiction=contradiction)

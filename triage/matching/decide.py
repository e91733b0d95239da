"""What follows from a score: linked, suggested, or a case of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from triage.matching.reading import Reading

# Below these a text says too little to link anything by itself.
_CHARACTERS = 16
_WORDS = 8
_DIFFERENT_PIECES = 10
# So many copies of one text are a flood, not witnesses.
FLOOD = 4
COPY = 0.85
"""Share of the words, from 0 to 1, from which on one text copies another."""
_RIVAL = 0.5


class Decision(StrEnum):
    """What becomes of a report beside an earlier one."""

    LINKED = "linked"
    SUGGESTED = "suggested"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which probability on a machine links, and from which it suggests.

    A suggestion costs an officer's glance, a missed match work done twice, a
    wrong link may hide a report: see docs/matching.md for the costs.
    """

    link: float
    suggest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known of one candidate when it is decided about.

    *alike* is the share of the words; *case* any name of the case it is in.
    """

    p: float
    alike: float
    case: str
    contradiction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The decision on the best candidate, and what held a link back, if anything."""

    decision: Decision
    held: str = ""


def verdict(looks: Sequence[Look], new: Reading, best: Reading, thresholds: Thresholds) -> Verdict:
    """Return what is decided on the first of *looks*, the best candidate.

    A link asks more than its own score: that nothing contradicts, in no report
    of the case, that both texts say enough, that the rest of the case does not
    speak against it, that no other case fits nearly as well (a text made to
    match everything), and that it is no flood of copies.
    """
    first = looks[0]
    if first.p < thresholds.suggest:
        return Verdict(decision=Decision.NEW)
    if first.p < thresholds.link:
        return Verdict(decision=Decision.SUGGESTED)
    held = first.contradiction or _held(looks, new, best, thresholds)
    return Verdict(decision=Decision.SUGGESTED if held else Decision.LINKED, held=held)


def says_enough(reading: Reading) -> bool:
    """Return whether a text is long enough to be linked by a machine."""
    text = reading.whole.text
    han = sum(1 for character in text if "㐀" <= character <= "鿿")
    words = len([word for word in text.split() if word.isascii()])
    enough = han / _CHARACTERS + words / _WORDS >= 1.0
    return enough and len(reading.whole.grams) >= _DIFFERENT_PIECES


def _held(looks: Sequence[Look], new: Reading, best: Reading, thresholds: Thresholds) -> str:
    if not (says_enough(new) and says_enough(best)):
        return "too short"
    if any(look.contradiction for look in looks if look.case == looks[0].case):
        return "contradicts another report of its case"
    own = [look.p for look in looks if look.case == looks[0].case]
    if sum(own) / len(own) < thresholds.suggest:
        return "unlike the rest of its case"
    if max((look.p for look in looks if look.case != looks[0].case), default=0.0) >= _RIVAL:
        return "fits several cases"
    if sum(1 for look in looks if look.alike >= COPY) >= FLOOD:
        return "many copies of one text"
    return ""

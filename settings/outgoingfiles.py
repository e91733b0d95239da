"""The words in data/ that an officer should think twice about."""

from collections import defaultdict
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.outgoing import CALM, DENIED, GAP, WORDED, Wordings, name_of

_NAMES = (*(name_of(kind) for kind in WORDED), DENIED, CALM)


def wordings(folder: Path, mistakes: list[Mistake]) -> Wordings:
    """Return the words in the file of *folder*; what is wrong goes to *mistakes*."""
    terms: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in sheets.rows(folder / "outgoing.csv", "concern terms source", mistakes):
        row.needed("terms")
        if row["concern"] not in _NAMES:
            row.wrong("concern", f"must be one of {', '.join(_NAMES)}")
        for term in row.several("terms"):
            if not all(part.strip() for part in term.split(GAP)):
                row.wrong("terms", f"{term} has nothing before or behind {GAP}")
            else:
                terms[row["concern"]] += (term,)
    return Wordings.of(terms)

"""Count how common words are in what people write of a district: data/matching_frequencies.txt.

    PYTHONPATH=. .venv/bin/python benchmarks/learn_frequencies.py

A new installation has no reports to count. These are the invented texts of
data/training/; as reports come in, they count for less and less.
"""

import csv
from datetime import UTC, datetime
from pathlib import Path

from settings import kindfiles, matchfiles, placefiles, wordfiles
from settings.mistakes import Mistake
from triage.matching import hints, reading
from triage.matching.counts import Counts
from triage.matching.reading import Told

_DATA = Path(__file__).parent.parent / "data"
_SETS = ("kinds", "danger", "incidents")
_LEAST = 3
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    mistakes: list[Mistake] = []
    lexicon = wordfiles.lexicon(_DATA, kindfiles.categories(_DATA, mistakes), mistakes)
    reader = hints.reader(lexicon, placefiles.gazetteer(_DATA, mistakes))
    counts = Counts()
    for name in _SETS:
        with (_DATA / "training" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                told = Told(id=row["id"], time=_WHEN, text=row["text"])
                counts.add(reading.read(told, reader).features)
    matchfiles.write_background(_DATA / matchfiles.FREQUENCIES, counts, _LEAST)
    print(f"{counts.reports} texts, {len(counts.held(_LEAST))} features")


if __name__ == "__main__":
    main()

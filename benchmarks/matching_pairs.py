"""Write the judged pairs that the weights in data/ were learned from.

PETITIONS=DIR benchmarks/matching_pairs.py PAIRS.csv TEXTS.csv, then
maplebridge calibrate PAIRS.csv --texts TEXTS.csv --out data/matching_weights.csv.
Of each report's nearest earlier ones all matches and the four nearest are
taken, of the rest one in ten, with the weight of ten. Without PETITIONS only
the incidents of data/training are written.
"""

import csv
import os
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import matching_sets
from matching_sets import Labelled

from triage.matching.counts import Counts
from triage.matching.index import Index
from triage.matching.weighed import rarest

_NEAREST = 4
_ONE_IN = 10
# Invented texts full of traps, many scripts: they may not outvote real petitions.
_WEIGHT_OF_INCIDENTS = 0.1

Row = tuple[str, str, str, str, float]


def pairs(name: str, labelled: Labelled, weight: float) -> Iterator[Row]:
    """Yield set, later id, earlier id, label and weight."""
    readings = matching_sets.read(labelled)
    counts, index = Counts(), Index()
    for one in readings:
        counts.add(one.features)
    for at, one in enumerate(readings):
        handles = rarest(one, counts)
        for rank, near in enumerate(index.nearest(handles, counts)):
            here, there = one.id, readings[near.at].id
            if labelled.same(here, there):
                yield name, here, there, "same", weight
            elif rank < _NEAREST:
                yield name, here, there, "different", weight
            elif zlib.crc32(f"{here} {there}".encode()) % _ONE_IN == 0:
                yield name, here, there, "different", weight * _ONE_IN
        index.add(at, handles, counts)


def main() -> None:
    folder = os.environ.get("PETITIONS")
    sets = {"incidents": (matching_sets.incidents(matching_sets.TRAINING), _WEIGHT_OF_INCIDENTS)}
    if folder:
        for short in (False, True):
            labelled = matching_sets.petitions(Path(folder), short=short)
            sets["short" if short else "full"] = (labelled, 1.0)
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["set", "id_a", "id_b", "label", "weight"])
        for name, (labelled, weight) in sets.items():
            sheet.writerows(pairs(name, labelled, weight))
    with Path(sys.argv[2]).open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["set", "id", "time", "text", "title", "user", "category"])
        for name, (labelled, _) in sets.items():
            sheet.writerows(
                (name, one.id, one.time.isoformat(), one.text, one.title, one.user, one.category)
                for one in labelled.told
            )


if __name__ == "__main__":
    main()

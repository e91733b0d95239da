"""The matcher on real petitions, whose texts may not be published.

PETITIONS=DIR names the folder with messages.csv.gz and short_mixed.csv.gz;
without it these rows are not run. The shipped weights were learned from these
petitions. `--crossfit` learns five times from four fifths and prints what the
fifth that was not learned from gives: slow, and the honest figure.
"""

import os
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import matching
import matching_pairs
import matching_peers
import matching_sets
from matching_sets import Labelled, Ranked

from bot.matching import DATA
from settings import matchfiles
from settings.matchfiles import Weights
from triage.matching import factors, fit
from triage.matching.archive import Archive
from triage.matching.compare import Candidate
from triage.matching.counts import Counts
from triage.matching.fit import Row
from triage.matching.model import Model
from triage.matching.reading import Reading

_FALSE = 0.02
_FOLDS = 5


def folds(labelled: Labelled) -> dict[str, int]:
    """Return the part of each report: that of its incident, or of its place."""
    return {
        one.id: zlib.crc32((labelled.place[one.id] or labelled.incident[one.id] or one.id).encode())
        % _FOLDS
        for one in labelled.told
    }


def looked_at(
    readings: list[Reading], weights: Weights
) -> Iterator[tuple[str, list[tuple[str, Candidate]]]]:
    counts = Counts()
    for one in readings:
        counts.add(one.features)
    archive = Archive(counts, weights.model, weights.thresholds)
    for one in readings:
        new = archive.weighed(one)
        found = archive.candidates(new)
        yield one.id, [(each.found.weighed.reading.id, each) for each in found]
        archive.add(new, one.id)


def crossfitted(labelled: Labelled, readings: list[Reading]) -> Ranked:
    """Return the best of each report by weights that never saw its incident."""
    part = folds(labelled)
    weights = matchfiles.load(DATA / matchfiles.FILE)
    seen = dict(looked_at(readings, weights))
    chosen = {
        (new, old): (label == "same", weight)
        for _, new, old, label, weight in matching_pairs.pairs("", labelled, 1.0)
    }
    models: list[Model] = []
    for fold in range(_FOLDS):
        rows = [
            Row(factors=one.factors, same=chosen[new, old][0], weight=chosen[new, old][1])
            for new, found in seen.items()
            for old, one in found
            if part[new] != fold and (new, old) in chosen
        ]
        models.append(fit.fitted(rows, factors.NAMES, factors.SIGNS))
    ranked: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for new, found in seen.items():
        model = models[part[new]]
        scored = (
            (model.logit(one.factors) - (2.0 if one.contradiction else 0.0), old)
            for old, one in found
        )
        ranked[new] = sorted(scored, reverse=True)[:5]
    return ranked


def main() -> None:
    folder = os.environ.get("PETITIONS")
    if not folder:
        print("petitions: not run (PETITIONS names no folder)")
        return
    for short in (False, True):
        labelled = matching_sets.petitions(Path(folder), short=short)
        readings = matching_sets.read(labelled)
        print("\nshort, mixed scripts, misspelt" if short else "\nfull texts with titles")
        print(matching_sets.header(_FALSE))
        matching.shown("ours", partial(matching.ours, readings), labelled, _FALSE)
        if "--crossfit" in sys.argv:
            fair = partial(crossfitted, labelled, readings)
            matching.shown("ours, cross-fitted", fair, labelled, _FALSE)
        peer = partial(matching_peers.tfidf, readings)
        matching.shown("TF-IDF of 1 to 3 characters", peer, labelled, _FALSE)


if __name__ == "__main__":
    main()

"""The matcher on real petitions, whose texts may not be published.

PETITIONS=DIR names the folder with messages.csv.gz and short_mixed.csv.gz;
without it these rows are not run. The shipped weights were learned from these
petitions. `--crossfit` learns five times from four fifths and prints what the
fifth that was not learned from gives: slow, and the honest figure.

Methods that compare with all texts need seconds for one petition, so they are
asked about a sample that the name of the row tells. Where it has no petitions
without an earlier one there is no threshold, and nothing said of attaching.
"""

import argparse
import os
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import matching
import matching_pairs
import matching_peers
import matching_sets
from matching_peers import Peer
from matching_sets import Answer, Labelled, Question, Ranked

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
# Each n-th of those with an earlier one, and each m-th of the others; 0 is none.
_SAMPLES = {
    "full": {
        matching_peers.TRIGRAMS: (4, 0),
        matching_peers.PARTIAL: (12, 0),
        matching_peers.RATIO: (1, 40),
        matching_peers.TOKEN_SET: (1, 40),
    },
    "short": {
        matching_peers.TRIGRAMS: (3, 60),
        matching_peers.PARTIAL: (3, 60),
        matching_peers.RATIO: (1, 20),
        matching_peers.TOKEN_SET: (1, 20),
    },
}


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


def crossfit(question: Question, labelled: Labelled) -> Answer:
    begin = time.perf_counter()
    ranked = crossfitted(labelled, list(question.readings))
    ms = 1000 * (time.perf_counter() - begin) / len(question.readings)
    return Answer(ranked=ranked, ms=ms)


def show(labelled: Labelled, samples: Mapping[Peer, tuple[int, int]], *, fair: bool) -> None:
    """Print the rows of all methods; those in *samples* are asked about few."""
    readings = matching_sets.read(labelled)
    crossfitting = Peer(
        name="ours, cross-fitted", ask=partial(crossfit, labelled=labelled), needs="nothing"
    )
    print(matching_sets.header(_FALSE))
    for peer in (matching.OURS, *([crossfitting] if fair else []), *matching_peers.ALL):
        every, rest = samples.get(peer, (1, 1))
        question = Question(readings=readings, asked=matching_sets.spread(labelled, every, rest))
        matching.shown(peer, question, labelled, _FALSE, _note(every, rest))


def _note(every: int, rest: int) -> str:
    if every == rest == 1:
        return ""
    late = f"1 in {every}" if every > 1 else "all"
    return f" ({late} asked, {f'1 in {rest}' if rest else 'none'} of the rest)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crossfit", action="store_true")
    parser.add_argument("--texts", nargs="+", choices=list(_SAMPLES), default=list(_SAMPLES))
    options = parser.parse_args()
    folder = os.environ.get("PETITIONS")
    if not folder:
        print("| petitions | not run: PETITIONS names no folder |")
        return
    for texts in options.texts:
        print("\nfull texts with titles\n" if texts == "full" else "\nshort, mixed, misspelt\n")
        labelled = matching_sets.petitions(Path(folder), short=texts == "short")
        show(labelled, _SAMPLES[texts], fair=options.crossfit)


if __name__ == "__main__":
    main()

"""Whether a true one is among the few earlier reports that a method proposes.

What is not proposed is never compared. Asked about are the reports with an
earlier one of the same incident: those of tests/sets/incidents_dev.csv and, if
PETITIONS names their folder, the petitions. Comparing each with all texts by
TF-IDF and taking fifty is what the last column measures by. `--asked N` asks
about N of a set at most.
"""

import argparse
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import matching_peers
import matching_sets
from matching_peers import NGRAMS, TANTIVY, TFIDF, TRIGRAMS, Peer
from matching_sets import Answer, Labelled, Question

from bot import matching
from settings.datafiles import load_data
from triage.matching.index import MOST, Index
from triage.matching.weighed import rarest

_FIFTY = 50
# Comparing with all petitions by these takes up to ten seconds each.
_FEW = 10
_SLOW = {
    ("petitions, full", matching_peers.PARTIAL): _FEW,
    ("petitions, full", TRIGRAMS): 4 * _FEW,
    ("petitions, short", matching_peers.PARTIAL): 6 * _FEW,
    ("petitions, short", TRIGRAMS): 6 * _FEW,
}


def ours(question: Question) -> Answer:
    """Return the reports that the index of a file finds nearest."""
    counts = load_data(matching.DATA).matching.background.with_more(0, {})
    begin = time.perf_counter()
    for one in question.readings:
        counts.add(one.features)
    index, asked, ids = Index(), set(question.asked), question.ids
    ranked: dict[str, list[tuple[float, str]]] = {}
    for at, one in enumerate(question.readings):
        handles = rarest(one, counts)
        if at in asked:
            near = index.nearest(handles, counts, most=question.most or MOST)
            ranked[one.id] = [(found.weight, ids[found.at]) for found in near]
        index.add(at, handles, counts)
    ms = 1000 * (time.perf_counter() - begin) / len(question.readings)
    return Answer(ranked=ranked, ms=ms)


# Each with how many it may propose: MinHash LSH all that fall into one of its buckets.
PROPOSING: tuple[tuple[Peer, int | None], ...] = (
    (TFIDF, _FIFTY),
    (Peer(name="ours, nearest", ask=ours, needs="nothing"), _FIFTY),
    (Peer(name="ours, those compared in a file", ask=ours, needs="nothing"), MOST),
    (TANTIVY, _FIFTY),
    (NGRAMS, _FIFTY),
    (TRIGRAMS, _FIFTY),
    (matching_peers.MINHASH, None),
    (matching_peers.PARTIAL, _FIFTY),
)


def sets() -> Iterator[tuple[str, Labelled]]:
    yield "incidents", matching_sets.incidents()
    if folder := os.environ.get("PETITIONS"):
        yield "petitions, full", matching_sets.petitions(Path(folder), short=False)
        yield "petitions, short", matching_sets.petitions(Path(folder), short=True)


def proposed(answer: Answer) -> dict[str, list[str]]:
    """Return what was proposed for each report: nothing that has nothing in common."""
    return {new: [old for score, old in found if score > 0] for new, found in answer.ranked.items()}


def few(asked: list[int], most: int) -> list[int]:
    """Return at most *most* of *asked*, evenly spread."""
    return asked[:: -(-len(asked) // most)]


def row(name: str, found: Mapping[str, list[str]], true: set[str], measure: set[str]) -> str:
    """*true*: the reports for which a true one was proposed, in *measure* by TF-IDF."""
    mean = sum(len(each) for each in found.values()) / len(found)
    most = len(measure & found.keys())
    of = f"{len(true) / most:.3f}" if most else "–"
    return f"| {name} | {len(found)} | {mean:.0f} | {len(true) / len(found):.3f} | {of} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asked", type=int, default=1_000)
    options = parser.parse_args()
    print("| set | method | asked | candidates, mean | a true one among them | of TF-IDF's |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for name, labelled in sets():
        readings = matching_sets.read(labelled)
        late = few(matching_sets.spread(labelled, rest=0), options.asked)
        measure: set[str] = set()
        for peer, most in PROPOSING:
            asked = few(late, _SLOW.get((name, peer), len(late)))
            answer = peer.ask(Question(readings=readings, asked=asked, most=most))
            if answer is None:
                print(f"| {name} | {peer.name} | not run: needs {peer.needs} | | | |")
                continue
            found = proposed(answer)
            true = {new for new in found if any(labelled.same(new, old) for old in found[new])}
            measure = true if peer is TFIDF else measure
            print(row(f"{name} | {peer.name}", found, true, measure), flush=True)


if __name__ == "__main__":
    main()

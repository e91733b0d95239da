"""How well reports of one incident are found, beside plain methods on the same texts.

The set: tests/sets/incidents_dev.csv, invented reports of Longgang by different
people in Chinese of both scripts, Cantonese, English, pinyin and mixtures,
most of whose single reports are traps (the next building, the same shop with
another trade). The shipped weights were learned from it too, with a tenth of
the weight of a petition; figures where they were not: docs/matching.md.
"""

import time
from collections.abc import Callable
from functools import partial

import matching_peers
import matching_sets
from matching_sets import Labelled, Ranked

from bot import matching
from settings.datafiles import load_data
from triage.matching.reading import Reading

_FALSE = 0.1


def ours(readings: list[Reading]) -> Ranked:
    known = load_data(matching.DATA).matching
    return {
        one.id: [(found.score, found.id) for found in one.matches]
        for one in matching.placements(readings, known)
    }


def shown(name: str, ask: Callable[[], Ranked | None], labelled: Labelled, false: float) -> None:
    begin = time.perf_counter()
    ranked = ask()
    seconds = time.perf_counter() - begin
    if ranked is None:
        print(f"| {name} | not run: no .venv/peers | | | | |")
        return
    each = 1000 * seconds / len(labelled.told)
    print(matching_sets.measured(ranked, labelled, false).line(f"{name}, {each:.1f} ms a report"))


def main() -> None:
    labelled = matching_sets.incidents()
    readings = matching_sets.read(labelled)
    print(matching_sets.header(_FALSE))
    shown("ours", partial(ours, readings), labelled, _FALSE)
    for name, scorer in matching_peers.FUZZY.items():
        shown(name, partial(matching_peers.fuzzy, readings, scorer), labelled, _FALSE)
    shown("TF-IDF of 1 to 3 characters", partial(matching_peers.tfidf, readings), labelled, _FALSE)


if __name__ == "__main__":
    main()

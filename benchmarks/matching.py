"""How well reports of one incident are found, beside plain methods on the same texts.

The set: tests/sets/incidents_dev.csv, invented reports of Longgang by different
people in Chinese of both scripts, Cantonese, English, pinyin and mixtures,
most of whose single reports are traps (the next building, the same shop with
another trade). The shipped weights were learned from it too, with a tenth of
the weight of a petition; figures where they were not: docs/matching.md.
Milliseconds are those to take in one report and to ask about one; what makes
the normal form that all are given is not in them.
"""

import time

import matching_peers
import matching_sets
from matching_peers import Peer
from matching_sets import Answer, Labelled, Question

from bot import matching
from settings.datafiles import load_data

_FALSE = 0.1


def ours(question: Question) -> Answer:
    known = load_data(matching.DATA).matching
    begin = time.perf_counter()
    ranked = {
        one.id: [(found.score, found.id) for found in one.matches]
        for one in matching.placements(question.readings, known)
    }
    return Answer(ranked=ranked, ms=1000 * (time.perf_counter() - begin) / len(question.readings))


OURS = Peer(name="ours", ask=ours, needs="nothing")


def shown(peer: Peer, question: Question, labelled: Labelled, false: float, note: str = "") -> None:
    """Print the row of *peer*; *note* says which reports it was asked about, if not all."""
    answer = peer.ask(question)
    if answer is None:
        print(f"| {peer.name} | not run: needs {peer.needs} | | | | |", flush=True)
        return
    row = matching_sets.measured(answer.ranked, labelled, false)
    print(row.line(f"{peer.name}{note}, {answer.ms:.1f} ms a report"), flush=True)


def main() -> None:
    labelled = matching_sets.incidents()
    readings = matching_sets.read(labelled)
    question = Question(readings=readings, asked=matching_sets.spread(labelled))
    print(matching_sets.header(_FALSE))
    for peer in (OURS, *matching_peers.ALL, matching_peers.NGRAMS):
        shown(peer, question, labelled, _FALSE)


if __name__ == "__main__":
    main()

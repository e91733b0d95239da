"""How well reports of one incident are found, beside plain methods on the same texts.

The sets: tests/sets/incidents_dev.csv and incidents_held.csv, invented reports
of Longgang by different people in Chinese of both scripts, Cantonese, English,
pinyin and mixtures, most of whose single reports are traps (the next building,
the same shop with another trade). The shipped weights were learned from the
first too, with a tenth of the weight of a petition; nothing was from the second.
Milliseconds are those to take in one report and to ask about one; what makes
the normal form that all are given is not in them.
"""

import time
from collections import Counter

import matching_peers
import matching_sets
from matching_peers import Peer
from matching_sets import Answer, Labelled, Question

from bot import matching
from settings.datafiles import load_data
from triage.matching.decide import Decision

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


def decided(question: Question, labelled: Labelled) -> str:
    """Return the row of what ours links and suggests, the best candidate of each report."""
    known = load_data(matching.DATA).matching
    said: Counter[tuple[Decision, bool]] = Counter()
    for one in matching.placements(question.readings, known):
        if one.matches:
            best = one.matches[0]
            said[best.decision, labelled.same(one.id, best.id)] += 1
    cells = [said[what, right] for what in Decision for right in (True, False)]
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    for file in (matching_sets.INCIDENTS, matching_sets.HELD):
        labelled = matching_sets.incidents(file)
        readings = matching_sets.read(labelled)
        question = Question(readings=readings, asked=matching_sets.spread(labelled))
        print(f"\n{file.stem}\n\n{matching_sets.header(_FALSE)}")
        for peer in (OURS, *matching_peers.ALL, matching_peers.NGRAMS):
            shown(peer, question, labelled, _FALSE)
        print("\n| linked, right | wrong | suggested, right | wrong | new, right | wrong |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: |")
        print(decided(question, labelled))


if __name__ == "__main__":
    main()

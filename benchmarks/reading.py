"""How long it takes to load data/ and to read a story: kind, place, danger."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from settings.datafiles import load_data
from triage import danger, kinds, places

_DATA = Path(__file__).parent.parent / "data"
_SENTENCE = (
    "坂田街道南坑社区的出租屋里有人用面包车拉黑煤气，半夜倒气，楼道里都是煤气味，很多人害怕。"
)


def main() -> None:
    data = load_data(_DATA)
    print("| what | ms, median | max |")
    print("| --- | ---: | ---: |")
    _row("load data/", lambda: load_data(_DATA), 10)
    for length in (50, 300, 3000):
        story = (_SENTENCE * (length // len(_SENTENCE) + 1))[:length]

        def read(story: str = story) -> None:
            kinds.sure(kinds.guesses(story, data.lexicon, data.categories))
            places.find(story, data.gazetteer)
            danger.trigger(story, data.lexicon)

        _row(f"read a story of {length} characters", read, 50)


def _row(name: str, work: Callable[[], object], runs: int) -> None:
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    print(f"| {name} | {statistics.median(times):.1f} | {max(times):.1f} |")


if __name__ == "__main__":
    main()

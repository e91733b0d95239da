"""How well kinds are guessed: a CSV of stories against `triage.kinds.guesses`.

Columns: id, text, code, script. Measured on the half of the set that was looked
at while the rules were made (dev) and on the half that was kept shut until the
end (held). Run with --kinds and the path of another CSV to measure on that; with
--wrong to see what is guessed wrong.
"""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from settings import kindfiles, wordfiles
from triage import kinds
from triage.categories import Categories
from triage.kinds import Guess
from triage.lexicon import Lexicon

_ROOT = Path(__file__).parent.parent
_SETS = tuple(_ROOT / "tests" / "sets" / f"kinds_{half}.csv" for half in ("dev", "held"))


def words() -> tuple[Lexicon, Categories]:
    """Return what guessing needs of data/."""
    categories = kindfiles.categories(_ROOT / "data", [])
    return wordfiles.lexicon(_ROOT / "data", categories, []), categories


def verdicts(code: str, found: tuple[Guess, ...], categories: Categories) -> Iterator[str]:
    """Yield what is so about *found*: first, among three, sure, surely right.

    A sure group is right where the kind is one of its own.
    """
    codes = [guess.code for guess in found]
    if codes[:1] == [code]:
        yield "first"
    if code in codes[:3]:
        yield "among three"
    decided = kinds.sure(found)
    if decided is not None:
        yield "sure"
        category = categories.category(code)
        if category is not None and decided in {code, category.group}:
            yield "surely right"


def counted(rows: list[dict[str, str]]) -> Counter[tuple[str, str]]:
    """Return how many of *rows* each verdict holds for, in all and by script."""
    lexicon, categories = words()
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found = kinds.guesses(row["text"], lexicon, categories)
        for verdict in ("n", *verdicts(row["code"], found, categories)):
            counts[verdict, "all"] += 1
            counts[verdict, row["script"]] += 1
    return counts


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", type=Path, nargs="*", default=_SETS)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    for file in options.kinds:
        rows = read(file)
        begin = time.perf_counter()
        counts = counted(rows)
        took = (time.perf_counter() - begin) / len(rows)
        print(f"\n{file.stem}: {took * 1000:.1f} ms a story, loading included\n")
        _print_table(counts)
        if options.wrong:
            _print_wrong(rows)


def _print_table(counts: Counter[tuple[str, str]]) -> None:
    print("| kinds | stories | first % | among three % | sure % | of these right % |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for script in dict.fromkeys(script for _, script in counts):
        n = counts["n", script]
        sure = counts["sure", script]
        shares = [100 * counts[what, script] / n for what in ("first", "among three", "sure")]
        right = 100 * counts["surely right", script] / sure if sure else 0.0
        cells = " | ".join(f"{share:.1f}" for share in (*shares, right))
        print(f"| {script} | {n} | {cells} |")


def _print_wrong(rows: list[dict[str, str]]) -> None:
    lexicon, categories = words()
    for row in rows:
        found = kinds.guesses(row["text"], lexicon, categories)[:3]
        if not found or found[0].code != row["code"]:
            said = ", ".join(f"{guess.code} {guess.p:.2f}" for guess in found)
            print(f"{row['id']} {row['code']}: {said}: {row['text']}")


if __name__ == "__main__":
    main()

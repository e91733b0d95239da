"""How well places are read: a CSV of descriptions against `triage.places.find`.

Columns: id, text, community, subdistrict, ask, outside; several codes joined
by | where it has to be asked which. Measured on the half of the set that was
looked at while the rules were made (dev) and on the half that was kept shut until
the end (held). Run with the path of another CSV to measure on that; with --wrong
to see what is read wrong.
"""

import csv
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from settings import placefiles
from triage import places
from triage.gazetteer import Gazetteer
from triage.places import Found

_ROOT = Path(__file__).parent.parent
_SETS = tuple(_ROOT / "tests" / "sets" / f"places_{half}.csv" for half in ("dev", "held"))


def verdicts(row: dict[str, str], found: Found) -> dict[str, bool]:
    """Return what is right about *found*: first, among three, ask, outside."""
    expected: set[str | None] = set(row["community"].split("|")) if row["community"] else {None}
    town = row["subdistrict"]
    guesses = [one.community for one in found.candidates[:3]] or [None]
    first_town = found.candidates[0].subdistrict if found.candidates else ""
    first = guesses[0] in expected and (not town or first_town == town)
    return {
        "first": first,
        "among three": first or bool(expected.intersection(guesses)),
        "ask": found.ask == (row["ask"] == "yes"),
        "outside": (found.outside is not None) == (row["outside"] == "yes"),
    }


def main() -> None:
    named = [Path(one) for one in sys.argv[1:] if one != "--wrong"]
    gazetteer = placefiles.gazetteer(_ROOT / "data", [])
    for path in named or _SETS:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        print(f"\n{path.stem}\n")
        _measure(rows, gazetteer)


def _measure(rows: list[dict[str, str]], gazetteer: Gazetteer) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    times = []
    for row in rows:
        begin = time.perf_counter()
        found = places.find(row["text"], gazetteer)
        times.append((time.perf_counter() - begin) * 1000)
        judged = verdicts(row, found)
        for what, good in judged.items():
            for group in ("all", row.get("script", "")):
                total[f"{what}, {group}"] += 1
                right[f"{what}, {group}"] += good
        if "--wrong" in sys.argv and not all(judged.values()):
            bad = [what for what, good in judged.items() if not good]
            print(row["id"], bad, row["text"], "want", row["community"], row["subdistrict"], found)
    print("| what | right | of | % |\n| --- | ---: | ---: | ---: |")
    for what in sorted(total):
        print(f"| {what} | {right[what]} | {total[what]} | {100 * right[what] / total[what]:.1f} |")
    print(f"\n{statistics.median(times):.2f} ms a text (median), {max(times):.2f} at most")


if __name__ == "__main__":
    main()

"""How well danger is heard: a CSV of messages against `triage.danger.trigger`.

Columns: id, text, trigger (empty where there is none), script. Give the path of
other CSVs to measure on those; with --wrong to see what is heard wrong.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from settings import kindfiles, wordfiles
from triage import danger
from triage.lexicon import Lexicon

_ROOT = Path(__file__).parent.parent
_SETS = [_ROOT / "tests" / "sets" / f"danger_{half}.csv" for half in ("dev", "held")]
# What is said at these is one text, or both are true of one household.
_ALIKE = (
    {"danger.weapon", "danger.assault"},
    {"danger.dv", "danger.assault"},
)


def words() -> Lexicon:
    """Return what hearing danger needs of data/."""
    return wordfiles.lexicon(_ROOT / "data", kindfiles.categories(_ROOT / "data", []), [])


def verdicts(wanted: str, heard: str) -> Iterator[str]:
    """Yield what is so about *heard* where *wanted* is true; both may be empty."""
    yield "danger" if wanted else "harmless"
    if wanted and not heard:
        yield "missed"
    if heard and not wanted:
        yield "false alarm"
    if wanted and heard and (wanted == heard or {wanted, heard} in _ALIKE):
        yield "right one"


def counted(rows: list[dict[str, str]], lexicon: Lexicon) -> Counter[tuple[str, str]]:
    """Return how many of *rows* each verdict holds for, in all and by script."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for verdict in verdicts(row["trigger"], danger.trigger(row["text"], lexicon) or ""):
            counts[verdict, "all"] += 1
            counts[verdict, row["script"]] += 1
    return counts


def read(file: Path) -> list[dict[str, str]]:
    """Return the rows of *file*; one without triggers tells of no danger."""
    with file.open(encoding="utf-8", newline="") as opened:
        return [{"trigger": "", "script": ""} | row for row in csv.DictReader(opened)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="*", default=_SETS)
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    lexicon = words()
    for file in given.file:
        rows = read(file)
        print(f"\n{file.stem}\n")
        _print(counted(rows, lexicon))
        if given.wrong:
            _print_wrong(rows, lexicon)


def _print(counts: Counter[tuple[str, str]]) -> None:
    print("| danger in | dangers | missed | the right one | harmless | false alarms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for script in sorted({script for _, script in counts if script}):
        real, harmless = counts["danger", script], counts["harmless", script]
        missed, right = counts["missed", script], counts["right one", script]
        false = counts["false alarm", script]
        print(
            f"| {script} | {real} | {_share(missed, real)} | {_share(right, real - missed)}"
            f" | {harmless} | {_share(false, harmless)} |"
        )


def _share(some: int, of: int) -> str:
    return f"{some} ({some / of:.1%})" if of else "0"


def _print_wrong(rows: list[dict[str, str]], lexicon: Lexicon) -> None:
    for row in rows:
        heard = danger.trigger(row["text"], lexicon) or ""
        if heard != row["trigger"]:
            print(f"{row['id']}: {row['trigger'] or '-'}, heard {heard or '-'}: {row['text']}")


if __name__ == "__main__":
    main()

"""What is said at each danger, in data/dangers.csv."""

from collections.abc import Mapping
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.categories import Categories
from triage.danger import Danger, DangerText
from triage.languages import Language

_COLUMNS = "trigger rank alert category zh_hans zh_hant en"
_TEXTS = {Language.ZH_HANS: "zh_hans", Language.ZH_HANT: "zh_hant", Language.EN: "en"}
# Read by somebody whose hands shake, on a small screen, without scrolling.
_LONGEST = 260


def dangers(
    folder: Path, categories: Categories, mistakes: list[Mistake]
) -> Mapping[Danger, DangerText]:
    """Return what is said at each danger; what is wrong goes to *mistakes*."""
    file = folder / "dangers.csv"
    seen: set[str] = set()
    found = {}
    rows = list(sheets.rows(file, _COLUMNS, mistakes))
    for row in rows:
        row.new("trigger", seen)
        text = _text(row, categories)
        found[text.trigger] = text
    missing = [danger for danger in Danger if danger not in seen]
    if rows and missing:
        sentence = f"there is no row for {', '.join(missing)}"
        mistakes.append(Mistake(file=file, line=1, key="trigger", sentence=sentence))
    return {danger: found[danger] for danger in Danger if danger in found}


def _text(row: sheets.Row, categories: Categories) -> DangerText:
    trigger = row.choice("trigger", Danger)
    rank = list(Danger).index(trigger) + 1
    if row["rank"] != str(rank):
        row.wrong("rank", f"must be {rank}: the program knows how urgent {trigger} is")
    if row["alert"] not in {"yes", "no"}:
        row.wrong("alert", "must be yes or no")
    if categories.category(row["category"]) is None:
        row.wrong("category", f"{row['category']} is not a category")
    return DangerText(
        trigger=trigger,
        rank=rank,
        alert=row["alert"] == "yes",
        category=row["category"],
        words={language: _words(row, column) for language, column in _TEXTS.items()},
    )


def _words(row: sheets.Row, column: str) -> str:
    if len(row[column]) > _LONGEST:
        row.wrong(column, f"has more than {_LONGEST} characters")
    return row.needed(column)

"""The checklists of leads in data/ as one list for each kind."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from settings import kindfiles, sheets
from settings.mistakes import Mistake
from triage.categories import CaseKind, Categories
from triage.checklists import Checklists, Item

_COLUMNS = "code kinds name_zh_hans name_zh_hant name_en source"


def checklists(folder: Path, categories: Categories, mistakes: list[Mistake]) -> Checklists:
    """Return what is ticked for each kind of lead; what is wrong goes to *mistakes*."""
    file = folder / "checklists.csv"
    seen: set[str] = set()
    found: defaultdict[str, tuple[Item, ...]] = defaultdict(tuple)
    for row in sheets.rows(file, _COLUMNS, mistakes):
        item = Item(code=row.new("code", seen), names=row.names())
        row.needed("source")
        for category in dict.fromkeys(_leads(row, categories)):
            found[category] += (item,)
    for one in categories.rows:
        if seen and one.kind is CaseKind.LEAD and one.code not in found:
            sentence = f"no row is for the kind {one.code}"
            mistakes.append(Mistake(file=file, line=1, key="kinds", sentence=sentence))
    return Checklists(by_category=dict(found))


def _leads(row: sheets.Row, categories: Categories) -> Iterator[str]:
    """Yield the kinds of leads that the cell means; `*` means all of them."""
    for code in kindfiles.meant(row, "kinds", categories):
        category = categories.category(code)
        if category and category.kind is CaseKind.LEAD:
            yield code
        elif "*" not in row.several("kinds"):
            row.wrong("kinds", f"{code} is no kind of lead")

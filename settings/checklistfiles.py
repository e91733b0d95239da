"""The checklists of verification in data/checklists.csv."""

from pathlib import Path

from settings import routefiles, sheets
from settings.mistakes import Mistake
from triage.categories import CaseKind, Categories
from triage.checklists import Item

_LONGEST_CODE = 20


def checklists(folder: Path, categories: Categories, mistakes: list[Mistake]) -> tuple[Item, ...]:
    """Return the items of all checklists; every kind of lead needs one."""
    file = folder / "checklists.csv"
    seen: set[str] = set()
    items = []
    columns = "code kinds name_zh_hans name_zh_hant name_en source"
    for row in sheets.rows(file, columns, mistakes):
        code = row.new("code", seen)
        if len(code) > _LONGEST_CODE:
            row.wrong("code", f"has more than {_LONGEST_CODE} characters")
        row.needed("source")
        kinds = frozenset(routefiles.kinds_meant(row, "kinds", categories))
        items.append(Item(code=code, kinds=kinds, names=row.names()))
    for category in categories.rows if items else ():
        asked = any(category.code in item.kinds for item in items)
        if category.kind is CaseKind.LEAD and not asked:
            sentence = f"no item is for {category.code}, so that none is ever verified"
            mistakes.append(Mistake(file=file, line=1, key="kinds", sentence=sentence))
    return tuple(items)

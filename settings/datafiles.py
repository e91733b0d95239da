"""The folder data/ as frozen values, with every mistake in it at once."""

from dataclasses import dataclass
from pathlib import Path

from settings import placefiles, sheets
from settings.mistakes import Mistake, Mistakes
from triage.categories import CaseKind, Categories, Category, Severity
from triage.danger import Danger
from triage.gazetteer import Gazetteer
from triage.lexicon import HYPERBOLE, Lexicon, Term

_NO_KIND = {HYPERBOLE, *Danger}
_COMMANDS = "meta."
_WORD_FILES = ("danger_words.csv", "lexicon.csv")


class DataMistakes(Mistakes):
    """What is wrong with the files of data/."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictData:
    """All that the house knows about its district from data/."""

    lexicon: Lexicon
    categories: Categories
    gazetteer: Gazetteer


def load_data(folder: Path) -> DistrictData:
    """Return what the files in *folder* say.

    Raises:
        DataMistakes: If anything in them is wrong; names all of it.
    """
    mistakes: list[Mistake] = []
    categories = _categories(folder, mistakes)
    lexicon = _lexicon(folder, categories, mistakes)
    gazetteer = placefiles.gazetteer(folder, mistakes)
    if mistakes:
        raise DataMistakes(mistakes)
    return DistrictData(lexicon=lexicon, categories=categories, gazetteer=gazetteer)


def _categories(folder: Path, mistakes: list[Mistake]) -> Categories:
    columns = "code group kind severity name_zh_hans name_zh_hant name_en lexicon"
    rows = list(sheets.rows(folder / "categories.csv", columns, mistakes))
    groups = {row["code"] for row in rows if row["code"] == row["group"]}
    codes: set[str] = set()
    return Categories.of([_category(row, groups, codes) for row in rows])


def _category(row: sheets.Row, groups: set[str], codes: set[str]) -> Category:
    if row["group"] not in groups:
        row.wrong("group", "names no category that is a group, with its own code as group")
    return Category(
        code=row.new("code", codes),
        group=row["group"],
        kind=row.choice("kind", CaseKind),
        severity=row.choice("severity", Severity),
        names=row.names(),
        lexicon=row.several("lexicon"),
    )


def _lexicon(folder: Path, categories: Categories, mistakes: list[Mistake]) -> Lexicon:
    columns = "term script category concept strength"
    seen: set[tuple[str, str]] = set()
    terms = []
    for name in _WORD_FILES:
        for row in sheets.rows(folder / name, columns, mistakes):
            _check_term(row, categories, seen)
            terms.append(_term(row))
    return Lexicon.of(terms)


def _term(row: sheets.Row) -> Term:
    return Term(
        text=row["term"],
        script=row["script"],
        category=row["category"],
        concept=row["concept"],
        weak=row["strength"] == "weak",
    )


def _check_term(row: sheets.Row, categories: Categories, seen: set[tuple[str, str]]) -> None:
    category = row["category"]
    known = category in _NO_KIND or category.startswith(_COMMANDS)
    if not known and categories.of_word(category) is None:
        row.wrong("category", f"{category} is not a category, nor one that categories.csv maps")
    if row["strength"] not in {"", "weak"}:
        row.wrong("strength", "must be weak or empty")
    if (row.needed("term"), category) in seen:
        row.wrong("term", f"{row['term']} stands under {category} twice")
    seen.add((row["term"], category))

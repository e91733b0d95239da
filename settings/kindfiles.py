"""The kinds of matters and their questions in data/ as one tree."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.categories import CaseKind, Categories, Category, Fact, OwnQuestion, Severity
from triage.languages import Language

_COLUMNS = "code group kind severity name_zh_hans name_zh_hant name_en lexicon"
_TEXTS = {Language.ZH_HANS: "zh_hans", Language.ZH_HANT: "zh_hant", Language.EN: "en"}
# One idea that is read at a glance, in whatever language.
_LONGEST = 200

Questions = Mapping[str, tuple[OwnQuestion, ...]]


def categories(folder: Path, mistakes: list[Mistake]) -> Categories:
    """Return the kinds in the files of *folder*; what is wrong goes to *mistakes*."""
    rows = list(sheets.rows(folder / "categories.csv", _COLUMNS, mistakes))
    groups = {row["code"] for row in rows if row["code"] == row["group"]}
    known = {row["code"] for row in rows}
    divided = groups.intersection(row["group"] for row in rows if row["code"] != row["group"])
    questions = _questions(folder / "questions.csv", known, divided, mistakes)
    codes: set[str] = set()
    return Categories.of([_category(row, groups, codes, questions) for row in rows])


def meant(row: sheets.Row, column: str, categories: Categories) -> Iterator[str]:
    """Yield every code that the cell means; `gas.*` is the group gas and all below it."""
    row.needed(column)
    for word in row.several(column):
        stem = word.removesuffix(".*")
        codes = [
            one.code
            for one in categories.rows
            if word in {"*", one.code}
            or (stem != word and (stem in {one.code, one.group} or one.code.startswith(f"{stem}.")))
        ]
        if not codes:
            row.wrong(column, f"{word} is not a category, nor a group with .* behind it")
        yield from codes


def _category(row: sheets.Row, groups: set[str], codes: set[str], questions: Questions) -> Category:
    if row["group"] not in groups:
        row.wrong("group", "names no category that is a group, with its own code as group")
    return Category(
        code=row.new("code", codes),
        group=row["group"],
        kind=row.choice("kind", CaseKind),
        severity=row.choice("severity", Severity),
        names=row.names(),
        lexicon=row.several("lexicon"),
        questions=questions.get(row["code"], ()),
    )


def _questions(
    file: Path, known: set[str], divided: set[str], mistakes: list[Mistake]
) -> dict[str, tuple[OwnQuestion, ...]]:
    """Return the questions of each kind, in the order of their numbers."""
    by_code: defaultdict[str, dict[int, OwnQuestion]] = defaultdict(dict)
    for row in sheets.rows(file, "code number zh_hans zh_hant en known_by", mistakes):
        code, number = row["code"], _number(row)
        if code not in known:
            row.wrong("code", f"{code} is not a category")
        elif code in divided:
            row.wrong("code", f"{code} has kinds of its own: only they have questions")
        if number in by_code[code]:
            row.wrong("number", f"{number} stands under {code} twice")
        by_code[code][number] = _question(row, f"{code}.{number}")
    return {code: tuple(some[at] for at in sorted(some)) for code, some in by_code.items()}


def _question(row: sheets.Row, key: str) -> OwnQuestion:
    return OwnQuestion(
        key=key,
        texts={language: _text(row, column) for language, column in _TEXTS.items()},
        known_by=tuple(_facts(row)),
    )


def _number(row: sheets.Row) -> int:
    """Return the number of a question, which is part of its key."""
    if not (row["number"].isascii() and row["number"].isdigit() and int(row["number"])):
        row.wrong("number", "must be 1, 2, 3 and so on")
        return -row.line
    return int(row["number"])


def _text(row: sheets.Row, column: str) -> str:
    if len(row[column]) > _LONGEST:
        row.wrong(column, f"has more than {_LONGEST} characters")
    return row.needed(column)


def _facts(row: sheets.Row) -> Iterator[Fact]:
    for word in row["known_by"].split():
        if word in set(Fact):
            yield Fact(word)
        else:
            row.wrong("known_by", f"{word} is none of {', '.join(Fact)}")

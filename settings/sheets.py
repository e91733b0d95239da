"""CSV files of data/, read row by row, every mistake kept for the end."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from settings.mistakes import Mistake
from triage.languages import Language

Choice = TypeVar("Choice", bound=StrEnum)

NAMES = {
    Language.ZH_HANS: "name_zh_hans",
    Language.ZH_HANT: "name_zh_hant",
    Language.EN: "name_en",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a sheet, with what it takes to complain about it.

    A cell that is wrong is complained about and then read as something
    harmless, so that the rest of the file is looked at too.
    """

    file: Path
    line: int
    cells: dict[str, str]
    mistakes: list[Mistake]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def wrong(self, column: str, sentence: str) -> None:
        """Keep a mistake; *sentence* goes on after the name of the column."""
        self.mistakes.append(
            Mistake(file=self.file, line=self.line, key=column, sentence=f"{column} {sentence}")
        )

    def needed(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not self[column]:
            self.wrong(column, "is empty")
        return self[column]

    def new(self, column: str, seen: set[str]) -> str:
        """Return a cell that no other row may have, and add it to *seen*."""
        value = self.needed(column)
        if value in seen:
            self.wrong(column, f"{value} stands in this file twice")
        seen.add(value)
        return value

    def several(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell, which | separates."""
        return tuple(part.strip() for part in self[column].split("|") if part.strip())

    def choice(self, column: str, choices: type[Choice]) -> Choice:
        """Return a cell that must be one of *choices*."""
        for choice in choices:
            if choice == self[column]:
                return choice
        self.wrong(column, f"must be one of {', '.join(choices)}")
        return next(iter(choices))

    def each(self, column: str, choices: type[Choice]) -> Iterator[Choice]:
        """Yield the parts of a cell, which | separates and which must be of *choices*."""
        for word in self.several(column):
            if word in set(choices):
                yield choices(word)
            else:
                self.wrong(column, f"{word} must be one of {', '.join(choices)}")

    def degrees(self, column: str) -> float:
        """Return a cell that must be degrees of latitude or longitude."""
        try:
            return float(self[column])
        except ValueError:
            self.wrong(column, "must be a number of degrees, such as 22.6044")
            return 0.0

    def names(self) -> dict[Language, str]:
        """Return the name in each language; none may be missing."""
        return {language: self.needed(column) for language, column in NAMES.items()}


def rows(file: Path, columns: str, mistakes: list[Mistake]) -> Iterator[Row]:
    """Yield the rows of *file*, which must have *columns* and may have others.

    UTF-8, one header line. A file that cannot be read at all is one mistake.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        mistakes.append(Mistake(file=file, line=1, key="", sentence="the file is not there"))
        return
    except (OSError, UnicodeDecodeError):
        mistakes.append(Mistake(file=file, line=1, key="", sentence="the file is not UTF-8 text"))
        return
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    missing = [column for column in columns.split() if column not in header]
    if missing:
        sentence = f"the first line has no {', '.join(missing)}"
        mistakes.append(Mistake(file=file, line=1, key="", sentence=sentence))
        return
    yield from _rows(file, header, reader, mistakes)


def _rows(
    file: Path, header: list[str], lines: Iterator[list[str]], mistakes: list[Mistake]
) -> Iterator[Row]:
    """Yield the rows under *header* that have as many cells as it has."""
    for line, cells in enumerate(lines, start=2):
        if len(cells) == len(header):
            named = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
            yield Row(file=file, line=line, cells=named, mistakes=mistakes)
        elif cells:
            sentence = f"the row has {len(cells)} cells, the first line has {len(header)}"
            mistakes.append(Mistake(file=file, line=line, key="", sentence=sentence))

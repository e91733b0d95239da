"""Files of reports from elsewhere as rows of texts: CSV, spreadsheets, JSON Lines."""

import contextlib
import csv
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.console import fail

CSV, SHEETS, LINES = {".csv", ".tsv", ".txt"}, {".xlsx", ".xlsm"}, {".jsonl", ".ndjson", ".json"}
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A row by its line in the file; *problem* says what is wrong with all of it, if anything."""

    line: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file that was read: the names of its columns, and its rows in order."""

    columns: tuple[str, ...]
    rows: tuple[FileRow, ...]


def read(file: Path) -> Table:
    """Return what *file* holds; empty lines are no rows. Ends the command if it cannot be read."""
    ending = file.suffix.lower()
    if ending not in CSV | SHEETS | LINES:
        fail(f"{file} must end in .csv, .xlsx or .jsonl.")
    if ending in SHEETS:
        return _sheet(file)
    return _lines(_text(file)) if ending in LINES else _csv(_text(file), file)


def _text(file: Path) -> str:
    content = file.read_bytes()
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    try:
        # As exported by Excel on Chinese machines.
        return content.decode("gb18030")
    except UnicodeDecodeError:
        fail(f"{file} is not a text in UTF-8 or GB 18030.")


def _csv(text: str, file: Path) -> Table:
    csv.field_size_limit(sys.maxsize)
    head = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    source = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    try:
        found = list(_numbered(source))
    except csv.Error as error:
        fail(f"{file}:{source.line_num}: {error}.")
    if not found:
        return Table(columns=(), rows=())
    columns = tuple(name.strip() for name in found[0][1])
    return Table(columns=columns, rows=tuple(_row(line, columns, row) for line, row in found[1:]))


def _numbered(source: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with the line it begins in."""
    line = 1
    for row in source:
        if any(cell.strip() for cell in row):
            yield line, row
        line = source.line_num + 1


def _row(line: int, columns: tuple[str, ...], values: list[str]) -> FileRow:
    more = [value for value in values[len(columns) :] if value.strip()]
    problem = "has more fields than the first line names" if more else ""
    cells = dict(zip(columns, values, strict=False))
    return FileRow(line=line, cells=cells, problem=problem)


def _sheet(file: Path) -> Table:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not file.exists():
        raise FileNotFoundError(2, "No such file or directory", str(file))
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        rows = [
            (line, [_cell(value) for value in row])
            for line, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
        ]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError):
        fail(f"{file} is not a spreadsheet of Excel (.xlsx).")
    found = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not found:
        return Table(columns=(), rows=())
    columns = tuple(name.strip() for name in found[0][1])
    return Table(columns=columns, rows=tuple(_row(line, columns, row) for line, row in found[1:]))


def _lines(text: str) -> Table:
    rows = tuple(
        _object(line, content)
        for line, content in enumerate(text.split("\n"), 1)
        if content.strip()
    )
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    return Table(columns=tuple(columns), rows=rows)


def _object(line: int, content: str) -> FileRow:
    try:
        found = json.loads(content)
    except ValueError:
        return FileRow(line=line, cells={}, problem="is not JSON")
    if not isinstance(found, dict):
        return FileRow(line=line, cells={}, problem="is not a JSON object")
    return FileRow(line=line, cells={name: _cell(value) for name, value in found.items()})


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    # A spreadsheet knows no whole numbers.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)

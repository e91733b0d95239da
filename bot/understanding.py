"""Show what the bot reads out of texts, for whoever edits data/. Needs no database."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.console import fail, out
from settings.datafiles import load_data
from triage import understanding
from triage.understanding import Words

# Where no configuration says otherwise: the folder beside the program, and its district's time.
DATA = Path(__file__).parent.parent / "data"
_ZONE = ZoneInfo("Asia/Shanghai")


def of_text(text: str, data: Path) -> None:
    """Print what *text* tells, as JSON."""
    found = understanding.understand(text, datetime.now(_ZONE), _words(data))
    shown = understanding.as_json(found, with_precision=True)
    out.print_json(json.dumps(shown, ensure_ascii=False))


def of_file(source: Path, target: Path, data: Path) -> None:
    """Write what each text of *source* tells, one line of JSON for each row.

    Args:
        source: A CSV with the columns id and text, and optionally now: when it
            was written, ISO 8601; without offset in the district's time.
        target: The file to write, JSON Lines.
        data: The folder with the words and places to read it with.
    """
    given = _words(data)
    csv.field_size_limit(sys.maxsize)
    with (
        source.open(encoding="utf-8-sig", newline="") as texts,
        target.open("w", encoding="utf-8") as lines,
    ):
        count = sum(1 for line in _lines(texts, given, source) if lines.write(line))
    out.print(f"{target}: {count} texts read.", markup=False)


def _words(data: Path) -> Words:
    district = load_data(data)
    return Words(
        lexicon=district.lexicon,
        categories=district.categories,
        gazetteer=district.gazetteer,
        festivals=district.festivals,
    )


def _lines(texts: TextIO, given: Words, source: Path) -> Iterator[str]:
    rows = csv.DictReader(texts)
    if not {"id", "text"}.issubset(rows.fieldnames or ()):
        fail(f"{source} must have the columns id and text.")
    moment = datetime.now(_ZONE)
    for row in rows:
        now = _moment(row.get("now"), moment, source, rows.line_num)
        found = understanding.understand(row["text"] or "", now, given)
        whole = {"id": row["id"], **understanding.as_json(found)}
        yield json.dumps(whole, ensure_ascii=False) + "\n"


def _moment(written: str | None, moment: datetime, source: Path, line: int) -> datetime:
    if not written:
        return moment
    try:
        given = datetime.fromisoformat(written)
    except ValueError:
        fail(f"{source}, line {line}: now must be a date and a time as in 2026-11-23T08:30.")
    return given.astimezone(_ZONE) if given.tzinfo else given.replace(tzinfo=_ZONE)

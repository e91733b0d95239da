"""The saved replies in data/, in every language."""

from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.languages import Language
from triage.replies import Reply
from triage.routing import Queue

_COLUMNS = "code queues name_zh_hans name_zh_hant name_en text_zh_hans text_zh_hant text_en"
_TEXTS = {
    Language.ZH_HANS: "text_zh_hans",
    Language.ZH_HANT: "text_zh_hant",
    Language.EN: "text_en",
}
_LONGEST = {"code": 40, **dict.fromkeys(_TEXTS.values(), 300)}


def replies(folder: Path, mistakes: list[Mistake]) -> tuple[Reply, ...]:
    """Return the replies in the file of *folder*; what is wrong goes to *mistakes*."""
    seen: set[str] = set()
    return tuple(
        _reply(row, seen) for row in sheets.rows(folder / "replies.csv", _COLUMNS, mistakes)
    )


def _reply(row: sheets.Row, seen: set[str]) -> Reply:
    for column, longest in _LONGEST.items():
        if len(row[column]) > longest:
            row.wrong(column, f"has more than {longest} characters")
    row.needed("queues")
    return Reply(
        code=row.new("code", seen),
        queues=tuple(row.each("queues", Queue)),
        names=row.names(),
        texts={language: row.needed(column) for language, column in _TEXTS.items()},
    )

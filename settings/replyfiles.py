"""The saved replies of officers in data/replies.csv."""

from pathlib import Path

from settings import routefiles, sheets
from settings.mistakes import Mistake
from triage.languages import Language
from triage.replies import Reply
from triage.routing import Queue

_LONGEST_CODE = 20
_TEXTS = {
    Language.ZH_HANS: "text_zh_hans",
    Language.ZH_HANT: "text_zh_hant",
    Language.EN: "text_en",
}


def replies(folder: Path, mistakes: list[Mistake]) -> tuple[Reply, ...]:
    """Return the saved replies, in the order of the file."""
    seen: set[str] = set()
    found = []
    names = "name_zh_hans name_zh_hant name_en"
    columns = f"code queues {names} {' '.join(_TEXTS.values())} source"
    for row in sheets.rows(folder / "replies.csv", columns, mistakes):
        code = row.new("code", seen)
        if len(code) > _LONGEST_CODE:
            row.wrong("code", f"has more than {_LONGEST_CODE} characters")
        row.needed("source")
        reply = Reply(
            code=code,
            queues=frozenset(routefiles.each(row, "queues", Queue)),
            names=row.names(),
            texts={language: row.needed(column) for language, column in _TEXTS.items()},
        )
        found.append(reply)
    return tuple(found)

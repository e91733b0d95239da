"""Where each key of a TOML text stands; tomllib reads values and forgets lines."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r'''
      """(?:\\.|[^\\])*?"{3,5}    # a closing run may hold two quotes of the text
    | \'\'\'.*?'{3,5}
    | "(?:\\.|[^"\\\n])*"
    | '[^'\n]*'
    | \#[^\n]*
    | [\n\[\]{}=.,]
    | [^\S\n]+
    | [^\s\[\]{}=.,#"']+
    ''',
    re.VERBOSE | re.DOTALL,
)
_DEPTH = {"[": 1, "{": 1, "]": -1, "}": -1}

KeyPath = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One table header or one `key = value`, with its place in the text.

    *line* counts from 1. The value is `text[start:end]`, comment excluded; for
    a header both are the end of the header.
    """

    path: KeyPath
    line: int
    start: int
    end: int


def entries(text: str) -> Iterator[Entry]:
    """Yield headers and keys of *text*, which tomllib must have accepted.

    Keys inside an inline table are not told apart: they are on its line, or
    near it.
    """
    table: KeyPath = ()
    for statement in _statements(text):
        line = text.count("\n", 0, statement[0].start()) + 1
        if statement[0][0] == "[":
            table = _path(statement)
            end = statement[-1].end()
            yield Entry(path=table, line=line, start=end, end=end)
        else:
            equals = next(at for at, token in enumerate(statement) if token[0] == "=")
            path = table + _path(statement[:equals])
            start, end = statement[equals + 1].start(), statement[-1].end()
            yield Entry(path=path, line=line, start=start, end=end)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line of every table and key, for a table its header's.

    A table without a header of its own has the line of its first key.
    """
    found = list(entries(text))
    lines = {entry.path: entry.line for entry in reversed(found)}
    for entry in found:
        for length in range(1, len(entry.path)):
            lines.setdefault(entry.path[:length], entry.line)
    return lines


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int:
    """Return the line of *path*, or of the nearest table around it, or 1."""
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((lines[part] for part in around if part in lines), 1)


def _statements(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the tokens of each statement, spaces and comments left out."""
    statement: list[re.Match[str]] = []
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += _DEPTH.get(token[0], 0)
        if token[0] == "\n" and depth == 0 and statement:
            yield statement
            statement = []
        elif not token[0].isspace() and not token[0].startswith("#"):
            statement.append(token)
    if statement:
        yield statement


def _path(tokens: list[re.Match[str]]) -> KeyPath:
    """Return the dotted key in *tokens*, its quotes taken off."""
    return tuple(_unquoted(token[0]) for token in tokens if token[0] not in "[].")


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    return str(tomllib.loads(f"key = {key}")["key"])

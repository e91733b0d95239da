"""The file of one key: its format, and how it is replaced without ever being half there.

A line is one version, its number and 32 bytes in base64:

    v1 BASE64           opens; the highest of these seals
    next v2 BASE64      opens, and seals only once every machine has it
    lookup v1 BASE64    a secret of look-ups, for which no version of the key is needed
"""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from storage.faults import KeyFault

KEY_BYTES = 32
# A sealed value has two bytes for it.
_MOST = (1 << 16) - 1
_COMING, _LOOKUP = "next", "lookup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One version. `is_coming` until every machine has it."""

    number: int
    key: bytes = field(repr=False)
    is_lookup: bool = False
    is_coming: bool = False

    def text(self) -> str:
        """Return the line as it is written."""
        words = (_COMING if self.is_coming else "", _LOOKUP if self.is_lookup else "")
        parts = (*words, f"v{self.number}", base64.b64encode(self.key).decode())
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """All lines of one file."""

    comments: tuple[str, ...]
    lines: tuple[Line, ...]

    def text(self) -> str:
        """Return the whole file as it is written."""
        return "\n".join((*self.comments, *(line.text() for line in self.lines), ""))

    def numbered(self, *, lookup: bool = False, coming: bool = True) -> Mapping[int, bytes]:
        """Return the versions, or the secrets of look-ups, by number; *coming* ones too."""
        return {
            line.number: line.key
            for line in self.lines
            if line.is_lookup is lookup and (coming or not line.is_coming)
        }

    @property
    def current(self) -> int:
        """The version that seals."""
        return max(self.numbered(coming=False))

    def is_coming(self, *, lookup: bool = False) -> bool:
        """Return whether something waits for every machine to have it."""
        return any(line.is_coming for line in self.lines if line.is_lookup is lookup)

    def with_line(self, line: Line) -> Self:
        """Return the file with one more *line*."""
        return replace(self, lines=(*self.lines, line))

    def arrived(self, *, lookup: bool = False) -> Self:
        """Return the file with what was coming in use."""
        lines = [
            replace(line, is_coming=False) if line.is_lookup is lookup else line
            for line in self.lines
        ]
        return replace(self, lines=tuple(lines))

    def continues(self, earlier: Self) -> bool:
        """Return whether this is *earlier* some versions later, and not another key.

        Versions that both have are the same; where they share none, all of
        these are newer, for old ones may have been dropped.
        """
        ours, theirs = self.numbered(), earlier.numbered()
        both = ours.keys() & theirs.keys()
        if not both:
            return min(ours) > max(theirs)
        return all(ours[number] == theirs[number] for number in both)


def parsed(text: str) -> KeyFile:
    """Return what *text* says.

    Raises:
        ValueError: If it is no key file. Never tell its words: they are keys.
    """
    stripped = [line.strip() for line in text.splitlines() if line.strip()]
    comments = tuple(line for line in stripped if line.startswith("#"))
    lines = tuple(_line(line) for line in stripped if not line.startswith("#"))
    names = {(line.number, line.is_lookup) for line in lines}
    if len(names) != len(lines) or not any(not (x.is_lookup or x.is_coming) for x in lines):
        raise ValueError
    return KeyFile(comments=comments, lines=lines)


def read(path: Path) -> KeyFile:
    """Return the key file at *path*.

    Raises:
        KeyFault: If it is missing or damaged.
    """
    try:
        return parsed(path.read_text())
    except (OSError, ValueError):
        # `from None`: a decoding error quotes the line, and the line is the key.
        raise KeyFault(f"the key file {path} is missing or cannot be read") from None


def write(path: Path, content: bytes, *, like: Path) -> None:
    """Put *content* at *path*, at once and for its owner alone, on disk when this returns.

    The owner is that of *like*: run by root, the file must still open for the bot.
    """
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        owner = like.stat()
        if os.geteuid() == 0:
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line(text: str) -> Line:
    words = text.split()
    is_coming = words[0] == _COMING
    is_lookup = words[is_coming : is_coming + 1] == [_LOOKUP]
    version, key = words[is_coming + is_lookup :]
    number, raw = int(version.removeprefix("v")), base64.b64decode(key, validate=True)
    if not version.startswith("v") or not 0 < number <= _MOST or len(raw) != KEY_BYTES:
        raise ValueError
    return Line(number=number, key=raw, is_lookup=is_lookup, is_coming=is_coming)

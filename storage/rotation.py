"""New versions of keys: staged, put in use, and the old ones dropped in the end.

A staged version opens and does not seal, so that no machine meets what it
cannot open while the files are carried from one to the next.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from storage import keyfiles, keys, recovery
from storage.faults import KeyFault
from storage.keyfiles import KeyFile, Line
from storage.keys import FIRST_LOOKUP, SEALING, KeyName

# Far longer than a process needs to look at its files and finish what it had sealed.
_SETTLED_SECONDS = 60


class Part(StrEnum):
    """What is renewed together."""

    SEALS = "seals"
    LOOKUPS = "lookups"


# The keys of each part; True where it is the look-ups in that file.
_PARTS: Mapping[Part, tuple[tuple[KeyName, bool], ...]] = {
    Part.SEALS: tuple((name, False) for name in SEALING),
    Part.LOOKUPS: ((KeyName.INDEX, False), (KeyName.IDENTITY, True)),
}


def staged(folder: Path, part: Part) -> list[KeyName]:
    """Return the keys of *part* that have a version not in use yet, none before all have one."""
    files = _read(folder)
    coming = [name for name, lookup in _PARTS[part] if files[name].is_coming(lookup=lookup)]
    # Files are written in the order of their names: without the last, staging was killed.
    return coming if max(name for name, _ in _PARTS[part]) in coming else []


def stage(folder: Path, copy: Path, passphrase: str, part: Part, now: datetime) -> None:
    """Give every key of *part* a next version, and the recovery *copy* all of them.

    The copy is first, and holds the new versions as in use: it is for a day
    when there are no others. What was killed before goes on with the versions it made.
    """
    before = _read(folder)
    after = dict(before)
    for name, lookup in _PARTS[part]:
        if after[name].is_coming(lookup=lookup):
            continue
        after[name] = after[name].with_line(_next_line(after[name], lookup=lookup))
    recovery.renew(copy, _arrived(after, part).values(), passphrase, now)
    _write(folder, before, after)


def put_in_use(folder: Path, part: Part) -> None:
    """Let the staged versions of *part* seal from now on."""
    before = _read(folder)
    _write(folder, before, _arrived(before, part))


def old_versions(folder: Path) -> dict[KeyName, set[int]]:
    """Return the versions older than the current one of each key that seals."""
    files = {name: keyfiles.read(keys.path_of(folder, name)) for name in SEALING}
    return {name: {n for n in file.numbered() if n < file.current} for name, file in files.items()}


def retire(folder: Path) -> None:
    """Drop all versions older than the current one of the keys that seal.

    The first look-up was derived from the oldest identity version: its secret
    stays, without the version, so that everybody stays known.

    Raises:
        KeyFault: If the files are so new that a process may still seal under an old version.
    """
    newest = max(keys.path_of(folder, name).stat().st_mtime for name in SEALING)
    if time.time() - newest < _SETTLED_SECONDS:
        raise KeyFault("the key files changed within the last minute: wait for one and try again")
    before = _read(folder)
    _write(folder, before, before | {name: _without_old(name, before[name]) for name in SEALING})


def _read(folder: Path) -> dict[KeyName, KeyFile]:
    return {name: keyfiles.read(keys.path_of(folder, name)) for name in KeyName}


def _write(
    folder: Path, before: Mapping[KeyName, KeyFile], after: Mapping[KeyName, KeyFile]
) -> None:
    for name, file in sorted(after.items()):
        if file != before[name]:
            path = keys.path_of(folder, name)
            keyfiles.write(path, file.text().encode(), like=path)


def _arrived(files: Mapping[KeyName, KeyFile], part: Part) -> dict[KeyName, KeyFile]:
    changed = dict(files)
    for name, lookup in _PARTS[part]:
        changed[name] = changed[name].arrived(lookup=lookup)
    return changed


def _next_line(file: KeyFile, *, lookup: bool) -> Line:
    taken = file.numbered(lookup=lookup)
    # The first look-up needs no line of its own.
    return keys.new_line(max([FIRST_LOOKUP, *taken]) + 1, lookup=lookup, coming=True)


def _without_old(name: KeyName, file: KeyFile) -> KeyFile:
    kept = [line for line in file.lines if line.is_lookup or line.number >= file.current]
    if name is KeyName.IDENTITY and FIRST_LOOKUP not in file.numbered(lookup=True):
        secret = keys.lookup_secrets(file)[FIRST_LOOKUP]
        kept.append(Line(number=FIRST_LOOKUP, key=secret, is_lookup=True))
    return replace(file, lines=tuple(kept))

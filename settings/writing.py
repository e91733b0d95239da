"""Filling in config.example.toml without losing what its comments say."""

import json
from collections.abc import Mapping
from pathlib import Path

from settings import lines

Value = str | int | list[str]


def write_config(example_text: str, target: Path, changes: Mapping[str, Value]) -> None:
    """Write *example_text* to *target* with the values in *changes*.

    Keys are dotted, `telegram.base_url`. The file is its owner's alone, since
    the address of a database may hold a password.

    Raises:
        KeyError: If the example does not have a key; then nothing is written.
    """
    text = filled(example_text, changes)
    target.touch(mode=0o600)
    target.write_text(text, encoding="utf-8", newline="")


def filled(example_text: str, changes: Mapping[str, Value]) -> str:
    """Return *example_text* with the values in *changes*, comments kept.

    Raises:
        KeyError: If the example does not have a key.
    """
    keys = (entry for entry in lines.entries(example_text) if entry.start < entry.end)
    found = {".".join(entry.path): entry for entry in keys}
    text = example_text
    for key in sorted(changes, key=lambda key: found[key].start, reverse=True):
        entry = found[key]
        text = text[: entry.start] + _toml(changes[key]) + text[entry.end :]
    return text


def _toml(value: Value) -> str:
    """Return *value* as TOML writes it: as JSON does, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""From config.toml to settings, or to everything that is wrong with it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from settings import checks, lines, sentences
from settings.mistakes import Mistake, Mistakes
from settings.model import Settings


def load(path: Path, *, token_needed: bool = True) -> Settings:
    """Return the settings in the TOML file *path*.

    Whoever has no token yet, or must not have it, says so by *token_needed*;
    then nobody looks whether the file with the token is there.

    Raises:
        Mistakes: If the file cannot be used, with all that is to be put right.
    """
    path = path.absolute()
    text = _text(path)
    values = {name: {} for name in Settings.model_fields} | _values(path, text)
    context = checks.Reading(folder=path.parent, token_needed=token_needed)
    try:
        return Settings.model_validate(values, context=context)
    except ValidationError as error:
        raise Mistakes(_mistakes(path, text, error)) from None


def _text(path: Path) -> str:
    """Return what stands in *path*, without the mark that Windows begins with."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        said = "This line is not UTF-8; save the file in that encoding."
    except FileNotFoundError:
        line, said = 1, "There is no such file; maplebridge init writes one."
    except OSError:
        line, said = 1, "This file cannot be read; see to whom it belongs."
    raise Mistakes([Mistake(file=path, line=line, key="", sentence=said)])


def _values(path: Path, text: str) -> dict[str, Any]:
    """Return the tables of *text*, as far as TOML goes."""
    try:
        return tomllib.loads(text)
    except ValueError as error:
        place = re.search(r"\(at line (\d+),", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        said = _syntax(str(error))
        raise Mistakes([Mistake(file=path, line=line, key="", sentence=said)]) from None


def _syntax(said: str) -> str:
    """Return tomllib's finding in plain words; it stops at the first."""
    if said.startswith(("Cannot overwrite", "Cannot declare", "Duplicate inline")):
        return "This key or section stands in the file a second time; keep one."
    return (
        "This line cannot be read: write one key = value to a line, "
        "words in quotation marks, numbers without."
    )


def _mistakes(path: Path, text: str, error: ValidationError) -> list[Mistake]:
    """Return what pydantic found, each with its line."""
    where = lines.key_lines(text)
    found = {}
    for detail in error.errors(include_url=False):
        key = sentences.path_of(detail)
        found[key] = Mistake(
            file=path,
            line=lines.line_of(key, where),
            key=".".join(key),
            sentence=sentences.sentence(detail),
        )
    return list(found.values())

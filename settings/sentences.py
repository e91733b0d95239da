"""Each mistake in a value, as a sentence for the person who wrote it.

pydantic says what is wrong in a programmer's words; here are ours.
"""

from difflib import get_close_matches

from pydantic_core import ErrorDetails

from settings import model
from settings.lines import KeyPath

_LONGEST_SHOWN = 24


def path_of(error: ErrorDetails) -> KeyPath:
    """Return the key that *error* is about; a list is one key."""
    return tuple(part for part in error["loc"] if isinstance(part, str))


def sentence(error: ErrorDetails) -> str:
    """Return what is wrong and what would be right, in one sentence."""
    path = path_of(error)
    if error["type"] == "extra_forbidden":
        return _unknown(path)
    if error["type"] == "missing":
        return f"{path[-1]} is missing from {_header(path[:-1])}; it must be {_must(path)}."
    if error["type"] == "value_error":
        return f"{path[-1]} {error['ctx']['error']}."
    shown = _shown(error["input"]) if len(path) == len(error["loc"]) else ""
    begin = f"is {shown}, it must be" if shown else "must be"
    return f"{path[-1]} {begin} {_must(path)}."


def _unknown(path: KeyPath) -> str:
    """Return the sentence for a key or section that is not ours."""
    *home, key = path
    nearest = get_close_matches(key, model.sections()[path[:-1]].model_fields, n=1)
    if nearest:
        return f"{key} is not a setting; did you mean {nearest[0]}?"
    where = f" of {_header(path[:-1])}" if home else ""
    places = [place for place, table in model.sections().items() if key in table.model_fields]
    return f"{key} is not a setting{where}; {_hint(places)}."


def _hint(places: list[KeyPath]) -> str:
    """Return what to do with a key that those tables have, or none has."""
    return f"it belongs in {_header(places[0])}" if places else "take it out"


def _must(path: KeyPath) -> str:
    """Return what the value at *path* must be, in words."""
    description = model.sections()[path[:-1]].model_fields[path[-1]].description
    return description or f"a section, {_header(path)}"


def _header(path: KeyPath) -> str:
    return f"[{'.'.join(path)}]"


def _shown(value: object) -> str:
    """Return *value* as it can be repeated, or "".

    Only short words and numbers: a token, a key or a database address with its
    password can stand in the wrong place, and they are long or have a colon.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value) if len(value) <= _LONGEST_SHOWN and ":" not in value else ""
    return str(value) if isinstance(value, int | float) else ""

"""JSON as it travels: what Telegram sends has no narrower type."""

import json
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(value: Any) -> bytes:
    """Return *value* as compact JSON in UTF-8."""
    return _encode(value).encode("utf-8", "surrogatepass")


def load(text: str | bytes) -> Any:
    """Return the value that *text* spells.

    Raises:
        ValueError: If it is not JSON.
    """
    return json.loads(text)

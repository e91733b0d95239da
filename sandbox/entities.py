"""Text with its entities: what Telegram finds and trims by itself."""

import re
from dataclasses import dataclass, field

from sandbox.wire import Json

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"，。）】]+)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31}\b)"
)
_WORTH_A_LOOK = re.compile(r"[/@]")
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})
_CONTROL = {code: " " for code in range(32) if code != ord("\n")} | {ord("\r"): None}
_HAS_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and the entities that lie on it, in UTF-16 units."""

    text: str
    entities: list[Json] = field(default_factory=list)


def width(text: str) -> int:
    """Return the length of *text* as Telegram counts it, in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """Return *text* without the control characters that Telegram drops."""
    return text.translate(_CONTROL) if _HAS_CONTROL.search(text) else text


def trimmed(written: Formatted) -> Formatted:
    """Return *written* without white space at its ends, entities moved along."""
    text = written.text.strip()
    if text == written.text or not written.entities:
        return Formatted(text, written.entities)
    cut = width(written.text) - width(written.text.lstrip())
    end = width(text)
    kept = [moved for entity in written.entities if (moved := _moved(entity, cut, end))]
    return Formatted(text, kept)


def _moved(entity: Json, cut: int, end: int) -> Json | None:
    start = max(entity["offset"] - cut, 0)
    stop = min(entity["offset"] - cut + entity["length"], end)
    return {**entity, "offset": start, "length": stop - start} if stop > start else None


def detected(written: Formatted) -> Formatted:
    """Return *written* with its commands, links and mentions marked."""
    if not _WORTH_A_LOOK.search(written.text):
        return written
    closed = [entity for entity in written.entities if entity["type"] in _OPAQUE]
    found = [
        entity
        for match in _FOUND.finditer(written.text)
        if not _touches(entity := _entity(written.text, match), closed)
    ]
    return Formatted(written.text, in_order([*written.entities, *found])) if found else written


def _entity(text: str, match: re.Match[str]) -> Json:
    return {
        "type": match.lastgroup,
        "offset": width(text[: match.start()]),
        "length": width(match.group()),
    }


def _touches(entity: Json, others: list[Json]) -> bool:
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    return any(o["offset"] < stop and start < o["offset"] + o["length"] for o in others)


def in_order(entities: list[Json]) -> list[Json]:
    """Return *entities* as Telegram orders them: outer before inner."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))

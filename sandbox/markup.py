"""Telegram's HTML: text and entities out of tags, or a refusal.

The rules and sentences are those of the open Bot API server: an unknown
entity such as `&nbsp;` stays as it is written, an unknown tag is refused.
"""

import re
from dataclasses import dataclass

from sandbox.entities import Formatted, in_order, width
from sandbox.errors import ApiError, bad_request
from sandbox.wire import Json

_MARK = re.compile(r"[<&]")
_CHARACTER = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<number>[0-9]*)|(?P<name>[A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_START = re.compile(r"<([^\s>]*)")
_END = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(
    r"\s*(?P<name>[^\s=>\"']+)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[A-Za-z0-9.-]+)))?"
)
_CLOSE = re.compile(r"\s*>")
_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "a": "text_link", "tg-emoji": "custom_emoji",
}  # fmt: skip
_LONGEST_CHARACTER = 10
_LAST_CODE = 0x10FFFF
_LINK = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>[^/?#\s]+)(?P<rest>\S*)", re.IGNORECASE
)
_SCHEMES = frozenset({"http", "https", "tg", "ton"})


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


class _Reader:
    """Walks once through the source; `pieces` is the text so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.offset = 0
        self.pieces: list[str] = []
        self.open: list[_Tag] = []
        self.entities: list[Json] = []

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += width(text)

    def refusal(self, reason: str, *, expected: str = "") -> ApiError:
        place = len(self.source[: self.at].encode("utf-8", "surrogatepass"))
        return _refusal(f"{reason} at byte offset {place}{expected}")

    def run(self) -> None:
        while mark := _MARK.search(self.source, self.at):
            self.write(self.source[self.at : mark.start()])
            self.at = mark.start()
            if mark.group() == "&":
                self._character()
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        self.write(self.source[self.at :])
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def _character(self) -> None:
        text, self.at = _character_at(self.source, self.at)
        self.write(text)

    def _start_tag(self) -> None:
        match = _START.match(self.source, self.at)
        if match is None or match.end() == len(self.source):
            raise self.refusal("Unclosed start tag")
        name = match.group(1).lower()
        if name not in _TYPES:
            raise self.refusal(f'Unsupported start tag "{name}"')
        attributes, end = self._attributes(match.end())
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.refusal('Tag "span" must have class "tg-spoiler"')
        self.at = end
        self.open.append(_Tag(name, attributes, self.offset, len(self.pieces)))

    def _attributes(self, at: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while not (close := _CLOSE.match(self.source, at)):
            match = _ATTRIBUTE.match(self.source, at)
            if match is None:
                raise self.refusal("Unclosed start tag")
            value = match["double"] or match["single"] or (match["bare"] or "").lower()
            attributes[match["name"].lower()] = _decoded(value)
            at = match.end()
        return attributes, close.end()

    def _end_tag(self) -> None:
        if not self.open:
            raise self.refusal("Unexpected end tag")
        match = _END.match(self.source, self.at)
        if match is None:
            raise self.refusal("Unclosed end tag")
        name, tag = match.group(1).lower(), self.open[-1]
        if name not in {"", tag.name}:
            raise self.refusal(
                "Unmatched end tag", expected=f', expected "</{tag.name}>", found "</{name}>"'
            )
        self.open.pop()
        self.at = match.end()
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _Tag) -> None:
        entity: Json = {
            "type": _TYPES[tag.name],
            "offset": tag.offset,
            "length": self.offset - tag.offset,
        }
        match tag.name:
            case "a":
                link = checked_link(tag.attributes.get("href") or "".join(self.pieces[tag.piece :]))
                entity = {**entity, "url": link} if link else {}
            case "blockquote" if "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
            case "code" | "pre":
                entity = self._code(tag, entity)
        if entity:
            self.entities.append(entity)

    def _code(self, tag: _Tag, entity: Json) -> Json:
        """Join <pre><code class="language-x"> into one entity."""
        language = tag.attributes.get("class", "")
        if tag.name == "code":
            return {**entity, "language": language[9:]} if language[:9] == "language-" else entity
        inner = self.entities[-1] if self.entities else {}
        if "language" in inner and inner["length"] == entity["length"]:
            return {**self.entities.pop(), "type": "pre"}
        return entity


def parse(source: str) -> Formatted:
    """Return the text and entities that *source* stands for.

    Raises:
        ApiError: If a tag is unknown, crossed or left open.
    """
    if not _MARK.search(source):
        return Formatted(source)
    reader = _Reader(source)
    reader.run()
    return Formatted(_rejoined("".join(reader.pieces)), in_order(_without_loose(reader.entities)))


def checked_link(url: str) -> str | None:
    """Return *url* as Telegram keeps it, None if it drops the link."""
    match = _LINK.fullmatch(url if "://" in url else f"http://{url}")
    if match is None or match["scheme"].lower() not in _SCHEMES:
        return None
    if "." not in match["host"] and match["scheme"].lower() in {"http", "https"}:
        return None
    return f"{match['scheme'].lower()}://{match['host']}{match['rest'] or '/'}"


def _character_at(source: str, at: int) -> tuple[str, int]:
    match = _CHARACTER.match(source, at)
    if match is None:
        return "&", at + 1
    if name := match["name"]:
        return (_NAMED[name], match.end()) if name in _NAMED else ("&", at + 1)
    digits = match["hex"] if match["hex"] is not None else match["number"]
    code = int(digits or "0", 16 if match["hex"] is not None else 10)
    length = len(match.group().rstrip(";"))
    if not 0 < code < _LAST_CODE or length >= _LONGEST_CHARACTER:
        return "&", at + 1
    return chr(code), match.end()


def _decoded(value: str) -> str:
    out, at = [], 0
    while (mark := value.find("&", at)) >= 0:
        out.append(value[at:mark])
        text, at = _character_at(value, mark)
        out.append(text)
    return "".join([*out, value[at:]])


def _without_loose(entities: list[Json]) -> list[Json]:
    return [
        {k: v for k, v in entity.items() if entity["type"] != "code" or k != "language"}
        for entity in entities
    ]


def _rejoined(text: str) -> str:
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise _refusal(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        ) from None


def _refusal(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")

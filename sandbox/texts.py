"""The text of a call: parsed, trimmed, measured."""

from sandbox import limits, markup
from sandbox.entities import Formatted, clean, detected, trimmed, width
from sandbox.errors import bad_request
from sandbox.wire import Json


def content(params: Json) -> Json:
    """Return the text and entities of a message to send or edit.

    Raises:
        ApiError: If it is empty, too long or its tags are wrong. Of the parse
            modes only HTML is known here; this house uses no other.
    """
    mode = params.get("parse_mode", "")
    source = clean(params["text"])
    if mode.lower() == "html":
        written = markup.parse(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        written = Formatted(source, params.get("entities", []))
    written = trimmed(written)
    if not written.text:
        raise bad_request("text must be non-empty")
    if width(written.text) > limits.TEXT:
        raise bad_request("message is too long")
    written = detected(written)
    if not written.entities:
        return {"text": written.text}
    return {"text": written.text, "entities": written.entities}

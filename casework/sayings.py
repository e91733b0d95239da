"""What the bot says, as data: a text key with its parameters, and buttons."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from triage.languages import Language

Params = dict[str, str | int]


class Manner(StrEnum):
    """How a saying reaches the chat."""

    SAY = "say"
    # Take the place of an earlier message of ours; said anew if that is gone.
    EDIT = "edit"
    # Delete both sides of the conversation as far as Telegram allows.
    WIPE = "wipe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of the catalogue with what goes into it.

    One that is `close` stands on the line after the one before it; the others
    are paragraphs of their own.
    """

    key: str
    params: Params = field(default_factory=dict, repr=False)
    close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message; `data` comes back when it is pressed, 64 bytes at most."""

    label: Text
    data: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One message: sentences, each a paragraph, and rows of buttons."""

    language: Language
    texts: tuple[Text, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    manner: Manner = Manner.SAY
    message_id: int | None = None


def packed(saying: Saying) -> bytes:
    """Return *saying* as bytes to be sealed."""
    whole = {
        "language": saying.language,
        "texts": [[text.key, text.params, text.close] for text in saying.texts],
        "buttons": [
            [[button.label.key, button.label.params, button.data] for button in row]
            for row in saying.buttons
        ],
        "manner": saying.manner,
        "message_id": saying.message_id,
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def unpacked(content: bytes) -> Saying:
    """Return the saying that `packed` made *content* of."""
    whole = json.loads(content)
    return Saying(
        language=Language(whole["language"]),
        texts=tuple(
            Text(key=key, params=params, close=close) for key, params, close in whole["texts"]
        ),
        buttons=tuple(
            tuple(
                Button(label=Text(key=key, params=params), data=data) for key, params, data in row
            )
            for row in whole["buttons"]
        ),
        manner=Manner(whole["manner"]),
        message_id=whole["message_id"],
    )

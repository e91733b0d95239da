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
    # Nothing is said: the chat's menu of commands is set in the saying's language, or taken back.
    COMMANDS = "commands"
    NO_COMMANDS = "no_commands"
    # The card of a case, as the case is when its turn comes.
    CARD = "card"
    # The clean copy of a file, to whoever may read the report.
    FILE = "file"
    # The menu of an officer.
    STAFF_COMMANDS = "staff_commands"


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
    """One message: sentences, each a paragraph, and rows of buttons.

    `talk` is what a reply to it belongs to; for a reporter whom the writer
    cannot find it is the `report`. After one that is the `last` nothing of the
    chat is remembered.
    """

    language: Language
    texts: tuple[Text, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    manner: Manner = Manner.SAY
    message_id: int | None = None
    talk: bytes | None = field(default=None, repr=False)
    report: bytes | None = field(default=None, repr=False)
    # The next message of this chat may be the answer.
    asks: bool = False
    # Nobody can forward or save it (Bot API, protect_content).
    protected: bool = False
    file: bytes | None = field(default=None, repr=False)
    # The forum topic of a group in which it is said.
    thread_id: int | None = None
    last: bool = False


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
        "talk": saying.talk.hex() if saying.talk else None,
        "report": saying.report.hex() if saying.report else None,
        "asks": saying.asks,
        "protected": saying.protected,
        "thread_id": saying.thread_id,
        "file": saying.file.hex() if saying.file else None,
        "last": saying.last,
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
        # What the release before has left in the outbox has none of these.
        talk=bytes.fromhex(whole.get("talk") or "") or None,
        report=bytes.fromhex(whole.get("report") or "") or None,
        asks=whole.get("asks", False),
        protected=whole.get("protected", False),
        thread_id=whole.get("thread_id"),
        file=bytes.fromhex(whole.get("file") or "") or None,
        last=whole.get("last", False),
    )

"""Chats and the messages in them, as both sides see them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.wire import Json


class ChatKind(StrEnum):
    """Telegram's word for the kind of a chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Standing(StrEnum):
    """What the bot is in a chat, in Telegram's words."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message; it has either data or a link."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(slots=True, kw_only=True)
class Message:
    """One message, with its content in Telegram's own shape.

    `changed` is the world's version when it was last sent, edited or deleted.
    """

    chat: "Chat"
    message_id: int
    date: int
    sender: Json
    content: Json
    keyboard: Json | None = None
    reply_to: "Message | None" = None
    edited_at: int | None = None
    deleted: bool = False
    changed: int = 0

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.sender["is_bot"])

    @property
    def text(self) -> str:
        """The words of it, or of its caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """What lies on its text."""
        found: list[Json] = self.content.get("entities") or self.content.get("caption_entities", [])
        return list(found)

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The rows of buttons under it."""
        rows = (self.keyboard or {}).get("inline_keyboard", [])
        return tuple(tuple(_button(one) for one in row) for row in rows)

    def as_json(self, *, nested: bool = False) -> Json:
        """Return it as Telegram sends it; a nested one quotes nothing."""
        body: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.as_json(),
            "date": self.date,
        }
        if self.edited_at is not None:
            body["edit_date"] = self.edited_at
        if self.reply_to is not None and not nested:
            body["reply_to_message"] = self.reply_to.as_json(nested=True)
        body.update(self.content)
        if self.keyboard is not None:
            body["reply_markup"] = self.keyboard
        return body


def _button(one: Json) -> Button:
    return Button(one["text"], one.get("callback_data"), one.get("url"))


@dataclass(slots=True, kw_only=True)
class Chat:
    """A chat: a private one has the id of its person, as on Telegram.

    Message ids count up in each chat by itself, so that code which takes them
    for unique across chats is found out.
    """

    chat_id: int
    kind: ChatKind
    face: Json
    standing: Standing = Standing.MEMBER
    started: bool = True
    deactivated: bool = False
    members: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    next_id: int = 1
    moved_to: int | None = None
    changed: int = 0
    action: str | None = None
    action_until: float = 0.0

    @property
    def private(self) -> bool:
        """Whether this is a chat with one person."""
        return self.kind is ChatKind.PRIVATE

    def as_json(self) -> Json:
        """Return it as Telegram shows it within a message."""
        return {"id": self.chat_id, **self.face, "type": self.kind.value}

    def visible(self) -> Iterator[Message]:
        """Yield the messages that are still there, oldest first."""
        return (message for message in self.messages.values() if not message.deleted)

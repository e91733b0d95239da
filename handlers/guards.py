"""Narrow an update to what the handlers need, or to nothing."""

from dataclasses import dataclass, field

from telegram import CallbackQuery, Message, Update

from casework.files import SentFile
from casework.residents import Sender
from handlers import contents
from handlers.contents import Content
from handlers.officers import buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A private message: words, and perhaps something with them.

    `text` is a caption where there is a file. `replies_to` is the message it
    answers, `album` what ties several files together.
    """

    sender: Sender
    message_id: int = field(repr=False)
    text: str = field(repr=False)
    content: Content | None = field(default=None, repr=False)
    album: str | None = field(default=None, repr=False)
    replies_to: int | None = field(default=None, repr=False)
    edited: bool = False

    @property
    def file(self) -> SentFile | None:
        """The file that was sent, if it was one."""
        return self.content if isinstance(self.content, SentFile) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button under one of our messages in a private chat."""

    sender: Sender
    message_id: int | None = field(repr=False)
    data: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """A command in a group, which residents should not write in."""

    sender: Sender
    text: str = field(repr=False)
    # The forum topic it was written in, if the group has topics.
    thread_id: int | None = field(default=None, repr=False)


Incoming = Told | Pressed | InGroup


def narrowed(update: Update) -> Incoming | None:
    """Return what *update* says to us, or None if it needs no answer."""
    if update.callback_query:
        return _pressed(update.callback_query)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.chat.type == "private":
        return _told(message, edited=update.message is None)
    text = message.text or ""
    if update.message and text.startswith("/"):
        # Answers in a group without topics form threads as well; nothing can be sent into those.
        topic = message.message_thread_id if message.is_topic_message else None
        return InGroup(sender=_sender(message), text=text, thread_id=topic)
    return None


def _told(message: Message, *, edited: bool) -> Told:
    reply = message.reply_to_message
    return Told(
        sender=_sender(message),
        message_id=message.message_id,
        text=message.text or message.caption or "",
        content=contents.of(message),
        album=message.media_group_id,
        replies_to=reply.message_id if reply else None,
        edited=edited,
    )


def _pressed(query: CallbackQuery) -> Pressed | None:
    message = query.message
    data = query.data or ""
    if message is None:
        return None
    is_private = message.chat.type == "private"
    if not is_private and not data.startswith(buttons.PREFIX):
        return None
    # What an officer presses in a group is answered in private; a private chat has the
    # number of its person.
    sender = Sender(
        user_id=query.from_user.id,
        chat_id=message.chat.id if is_private else query.from_user.id,
        language_code=query.from_user.language_code,
    )
    return Pressed(sender=sender, message_id=message.message_id if is_private else None, data=data)


def _sender(message: Message) -> Sender:
    user = message.from_user
    assert user is not None, "narrowed() passes on only messages with a sender"  # noqa: S101
    return Sender(user_id=user.id, chat_id=message.chat.id, language_code=user.language_code)

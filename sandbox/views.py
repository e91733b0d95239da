"""What the page and other processes see of the world, as JSON."""

from sandbox.calls import Call
from sandbox.chats import Chat, Message, Standing
from sandbox.faults import Fault
from sandbox.group import Group
from sandbox.phone import Phone
from sandbox.wire import Json
from sandbox.world import World

SHOWN = 200
"""Messages of a chat that are shown; the page need not carry a load test."""

_KINDS = (
    "photo", "animation", "document", "voice", "audio", "video", "video_note", "sticker",
    "location", "contact", "dice", "poll", "migrate_to_chat_id", "migrate_from_chat_id",
)  # fmt: skip


def whole(world: World) -> Json:
    """Return everything the page shows."""
    return {
        "version": world.version,
        "bot": {"name": world.bot["first_name"], "username": world.bot["username"]},
        "phones": [phone(world, one) for one in world.phones.values() if one.on_page],
        "groups": [group(world, one) for one in world.groups.values() if not one.chat.moved_to],
    }


def phone(world: World, one: Phone) -> Json:
    """Return one person's phone."""
    last = one.presses[-1] if one.presses else None
    return {
        "id": one.person_id,
        "name": one.name,
        "language_code": one.language_code,
        "started": one.chat.started,
        "blocked": one.chat.standing is Standing.KICKED,
        "typing": one.typing,
        "about": world.profile.about(one.language_code),
        "menu": world.profile.menu(one.chat, one.person_id, one.language_code),
        "press": last
        and {
            "id": last.query_id,
            "answered": last.answered,
            "answer": last.answer,
            "alert": last.alert,
        },
        "messages": messages(one.chat),
    }


def group(world: World, one: Group) -> Json:
    """Return one group."""
    members = [
        {
            "id": member.person_id,
            "name": member.name,
            "menu": world.profile.menu(one.chat, member.person_id, member.language_code),
        }
        for member in one.members.values()
    ]
    return {
        "id": one.chat_id,
        "title": one.title,
        "members": members,
        "messages": messages(one.chat),
    }


def messages(chat: Chat) -> list[Json]:
    """Return the newest messages of a chat, oldest first."""
    return [message(one) for one in list(chat.visible())[-SHOWN:]]


def message(one: Message) -> Json:
    """Return one message."""
    return {
        "id": one.message_id,
        "chat_id": one.chat.chat_id,
        "date": one.date,
        "edited": one.edited_at is not None,
        "by_bot": one.by_bot,
        "sender_id": one.sender["id"],
        "sender": one.sender["first_name"],
        "kind": next((kind for kind in _KINDS if kind in one.content), "text"),
        "forwarded": "forward_origin" in one.content,
        "text": one.text,
        "entities": one.entities,
        "reply_to": one.reply_to and one.reply_to.text[:80],
        "changed": one.changed,
        "buttons": [
            [{"text": button.text, "data": button.data, "url": button.url} for button in row]
            for row in one.buttons
        ],
    }


def call(one: Call) -> Json:
    """Return one call of the Bot API."""
    names = ("number", "at", "method", "params", "status", "description", "fault")
    return {name: getattr(one, name) for name in names}


def fault(one: Fault) -> Json:
    """Return one switch."""
    names = (
        "kind", "method", "chat_id", "times", "probability", "retry_after", "seconds", "works",
    )  # fmt: skip
    return {name: getattr(one, name) for name in names}

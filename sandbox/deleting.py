"""deleteMessage and deleteMessages."""

from typing import Any

from sandbox import limits, places
from sandbox.chats import Chat, Message, Standing
from sandbox.errors import bad_request
from sandbox.state import State
from sandbox.wire import Json


def delete_message(state: State, params: Json) -> bool:
    """Take one message away on both sides."""
    chat = places.chat(state, params["chat_id"])
    message = places.message(chat, params["message_id"], "delete")
    _check(state, chat, message)
    _delete(state, message)
    return True


def delete_messages(state: State, params: Json) -> bool:
    """Take many away at once; those that are not there are passed over."""
    ids = [_identifier(value) for value in params["message_ids"]]
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > limits.DELETE_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    chat = places.chat(state, params["chat_id"])
    found = [known for one in ids if (known := chat.messages.get(one)) and not known.deleted]
    for message in found:
        _check(state, chat, message)
    for message in found:
        _delete(state, message)
    return True


def _identifier(value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise bad_request("can't parse message identifier as a Number") from None
    if number <= 0:
        raise bad_request("invalid message identifier specified")
    return number


def _check(state: State, chat: Chat, message: Message) -> None:
    """Refuse what Telegram would not delete.

    An administrator may delete the words of others in a group at any age.
    """
    if chat.standing in {Standing.KICKED, Standing.LEFT} and not chat.private:
        raise bad_request("message can't be deleted")
    rules_here = not chat.private and chat.standing is Standing.ADMINISTRATOR
    if not (message.by_bot or chat.private or rules_here):
        raise bad_request("message can't be deleted")
    if not rules_here and state.clock.now() - message.date > limits.DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")


def _delete(state: State, message: Message) -> None:
    message.deleted = True
    state.touch(message)

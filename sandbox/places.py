"""Finding the chat or message that a call names, or refusing it."""

from sandbox.chats import Chat, ChatKind, Message, Standing
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.state import State


def chat(state: State, chat_id: int | str) -> Chat:
    """Return a chat the bot knows.

    Raises:
        ApiError: If it does not.
    """
    found = state.chats.get(chat_id) if isinstance(chat_id, int) else None
    if found is None:
        raise bad_request("chat not found")
    if found.moved_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=found.moved_to,
        )
    return found


def writable(state: State, chat_id: int | str) -> Chat:
    """Return a chat the bot may write to.

    Raises:
        ApiError: If there is none, or the bot is shut out of it.
    """
    found = chat(state, chat_id)
    if found.deactivated:
        raise forbidden("user is deactivated")
    if found.private:
        if found.standing is Standing.KICKED:
            raise forbidden("bot was blocked by the user")
        if not found.started:
            raise forbidden("bot can't initiate conversation with a user")
    elif found.standing is Standing.KICKED:
        raise forbidden(f"bot was kicked from the {_spoken(found)} chat")
    elif found.standing is Standing.LEFT:
        raise forbidden(f"bot is not a member of the {_spoken(found)} chat")
    return found


def _spoken(found: Chat) -> str:
    return "supergroup" if found.kind is ChatKind.SUPERGROUP else "group"


def message(found: Chat, message_id: int, purpose: str) -> Message:
    """Return a message that is still there; *purpose* is "edit" or "delete".

    Raises:
        ApiError: If it is not.
    """
    known = found.messages.get(message_id)
    if known is None or known.deleted:
        raise bad_request(f"message to {purpose} not found")
    return known

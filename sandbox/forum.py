"""createForumTopic and deleteForumTopic: the topics of a supergroup."""

from sandbox import places
from sandbox.chats import Chat, ChatKind, Standing
from sandbox.errors import bad_request
from sandbox.state import State
from sandbox.wire import Json

_LONGEST_NAME = 128
# One of the six colours that Telegram has for topics.
_COLOUR = 0x6FB9F0


def create_forum_topic(state: State, params: Json) -> Json:
    """Open a topic and return what it is called by."""
    chat = _forum(state, params["chat_id"])
    name = str(params["name"])
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise bad_request("topic name is invalid")
    topic = chat.next_id
    content: Json = {
        "forum_topic_created": {"name": name, "icon_color": _COLOUR},
        "message_thread_id": topic,
        "is_topic_message": True,
    }
    # A topic has the number of the message that opened it.
    state.post(chat, state.bot, content)
    chat.topics[topic] = name
    return {"message_thread_id": topic, "name": name, "icon_color": _COLOUR}


def delete_forum_topic(state: State, params: Json) -> bool:
    """Take a topic away with all its messages."""
    chat = _forum(state, params["chat_id"])
    topic = params["message_thread_id"]
    if topic not in chat.topics:
        raise bad_request("message thread not found")
    drop(state, chat, topic)
    return True


def drop(state: State, chat: Chat, topic: int) -> None:
    """Let a topic be gone, as when a person deletes it."""
    del chat.topics[topic]
    for message in chat.messages.values():
        if message.content.get("message_thread_id") == topic:
            message.deleted = True
            state.touch(message)


def _forum(state: State, chat_id: int | str) -> Chat:
    chat = places.writable(state, chat_id)
    if chat.kind is not ChatKind.SUPERGROUP or not chat.face.get("is_forum"):
        raise bad_request("the chat is not a forum")
    if chat.standing is not Standing.ADMINISTRATOR:
        raise bad_request("not enough rights to create a topic")
    return chat

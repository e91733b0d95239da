"""sendMessage, the edits, and "typing…"."""

from sandbox import keyboards, media, places, texts
from sandbox.chats import Chat, Message
from sandbox.errors import bad_request
from sandbox.state import State
from sandbox.wire import Json

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "record_audio", "upload_audio", "upload_document", "choose_sticker", "find_location",
    "record_video_note", "upload_video_note", "cancel",
})  # fmt: skip

ACTION_SECONDS = 5
"""How long a phone shows that the bot is busy."""


def send_message(state: State, params: Json) -> Json:
    """Put a text into a chat and return the message."""
    content = texts.content(params)
    keyboard = keyboards.checked(params.get("reply_markup"))
    chat = places.writable(state, params["chat_id"])
    reply_to = _replied(chat, params.get("reply_parameters"))
    _put_in_topic(chat, params.get("message_thread_id"), content)
    if params.get("protect_content"):
        content["has_protected_content"] = True
    message = state.post(chat, state.bot, content, keyboard=keyboard, reply_to=reply_to)
    return message.as_json()


def send_photo(state: State, params: Json) -> Json:
    """Put a photo into a chat and return the message."""
    data = _uploaded(params["photo"], "photo")
    return _send_file(state, params, media.photo(state.files, data))


def send_document(state: State, params: Json) -> Json:
    """Put a file into a chat and return the message."""
    data = _uploaded(params["document"], "document")
    content = media.document(state.files, data, "file.bin", "application/octet-stream")
    return _send_file(state, params, content)


def _send_file(state: State, params: Json, content: Json) -> Json:
    chat = places.writable(state, params["chat_id"])
    _put_in_topic(chat, params.get("message_thread_id"), content)
    if params.get("protect_content"):
        content["has_protected_content"] = True
    return state.post(chat, state.bot, content, keyboard=None).as_json()


def _uploaded(value: object, name: str) -> bytes:
    """Return the bytes of a file; ids and addresses of files are not known here."""
    if not isinstance(value, bytes) or not value:
        raise bad_request(f"there is no {name} in the request")
    return value


def _replied(chat: Chat, reply: Json | None) -> Message | None:
    if reply is None:
        return None
    message = chat.messages.get(reply.get("message_id", 0))
    if message is not None and not message.deleted:
        return message
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _put_in_topic(chat: Chat, topic: int | None, content: Json) -> None:
    if topic is None:
        return
    if topic not in chat.topics:
        raise bad_request("message thread not found")
    content["message_thread_id"] = topic
    content["is_topic_message"] = True


def edit_message_text(state: State, params: Json) -> Json:
    """Change a text of the bot's own; buttons that are not named again go."""
    content = texts.content(params)
    keyboard = keyboards.checked(params.get("reply_markup"))
    message = _editable(state, params)
    kept = {key: value for key, value in message.content.items() if key not in {"text", "entities"}}
    return _changed(state, message, {**kept, **content}, keyboard)


def edit_message_reply_markup(state: State, params: Json) -> Json:
    """Change only the buttons under a message of the bot's own."""
    keyboard = keyboards.checked(params.get("reply_markup"))
    message = _editable(state, params)
    return _changed(state, message, message.content, keyboard)


def _editable(state: State, params: Json) -> Message:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    for name, reason in (
        ("chat_id", "chat_id is empty"),
        ("message_id", "message identifier is not specified"),
    ):
        if name not in params:
            raise bad_request(reason)
    chat = places.writable(state, params["chat_id"])
    message = places.message(chat, params["message_id"], "edit")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _changed(state: State, message: Message, content: Json, keyboard: Json | None) -> Json:
    if content == message.content and keyboard == message.keyboard:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    message.content = content
    message.keyboard = keyboard
    message.edited_at = int(state.clock.now())
    state.touch(message)
    return message.as_json()


def send_chat_action(state: State, params: Json) -> bool:
    """Show on the phone that the bot is busy."""
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = places.writable(state, params["chat_id"])
    chat.action = None if params["action"] == "cancel" else params["action"]
    chat.action_until = state.clock.now() + ACTION_SECONDS
    state.touch()
    return True

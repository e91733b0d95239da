"""getMe, getChat, getFile, and the answer to a pressed button."""

from sandbox import limits, places
from sandbox.errors import bad_request
from sandbox.state import State
from sandbox.wire import Json


def get_me(state: State, _params: Json) -> Json:
    """Return who the bot is."""
    flags = {
        "can_join_groups": True,
        "can_read_all_group_messages": state.reads_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**state.bot, **flags}


def get_chat(state: State, params: Json) -> Json:
    """Return what is known of a chat."""
    chat = places.chat(state, params["chat_id"])
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    extra = {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return {**chat.as_json(), **extra}


def get_file(state: State, params: Json) -> Json:
    """Return where a file can be fetched."""
    stored = state.files.by_id.get(params["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > limits.FILE_TO_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.as_json(), "file_path": stored.path}


def answer_callback_query(state: State, params: Json) -> bool:
    """Stop the button's waiting sign, with a few words if given."""
    text = params.get("text", "")
    if len(text) > limits.ANSWER_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    press = state.presses.get(params["callback_query_id"])
    if press is None or state.clock.now() - press.at > limits.QUERY_LIFE:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if not press.answered:
        press.answered, press.answer = True, text or None
        press.alert = params.get("show_alert", False)
        state.touch()
    return True

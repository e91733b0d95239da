"""Buttons under messages, checked as Telegram checks them."""

from typing import Any

from sandbox import limits
from sandbox.errors import ApiError, bad_request
from sandbox.markup import checked_link
from sandbox.wire import Json

_ACTIONS = frozenset({
    "callback_data", "url", "login_url", "web_app", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "pay",
    "callback_game",
})  # fmt: skip
_LOOKS = frozenset({"text", "icon_custom_emoji_id", "style"})
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


def checked(markup: Json | None) -> Json | None:
    """Return the inline keyboard of *markup*, None if it has none.

    Other markups (reply keyboards) are accepted and not shown.

    Raises:
        ApiError: If Telegram would refuse a button.
    """
    if not markup or any(name in markup for name in _OTHER_MARKUPS):
        return None
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _unreadable('field "inline_keyboard" must be of type Array')
    rows = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, rows)) > limits.BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    if any(len(row) > limits.BUTTONS_IN_A_ROW for row in rows):
        raise bad_request("BUTTON_ROW_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("expected an Object")
    if unknown := button.keys() - _ACTIONS - _LOOKS:
        raise _unreadable(f"unknown field {min(unknown)}")
    if not str(button.get("text", "")).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = button.keys() & _ACTIONS
    if not actions:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unreadable("a button has exactly one action")
    _check_action(button)
    return dict(button)


def _check_action(button: Json) -> None:
    data = button.get("callback_data")
    if data is not None and not 0 < len(str(data).encode()) <= limits.CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and checked_link(str(url)) is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")

"""The bot's commands and descriptions."""

import re
from typing import Any

from sandbox import limits, places
from sandbox.errors import bad_request
from sandbox.profile import DEFAULT, Place
from sandbox.state import State
from sandbox.wire import Json

_NAME = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_WIDE = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_NARROW = frozenset({"chat", "chat_administrators", "chat_member"})


def set_my_commands(state: State, params: Json) -> bool:
    """Set the menu of one scope and language."""
    if len(params["commands"]) > limits.COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(one) for one in params["commands"]]
    state.profile.commands[_key(state, params)] = commands
    state.touch()
    return True


def get_my_commands(state: State, params: Json) -> list[Json]:
    """Return the menu of exactly this scope and language."""
    return state.profile.commands.get(_key(state, params), [])


def delete_my_commands(state: State, params: Json) -> bool:
    """Forget the menu of one scope and language."""
    state.profile.commands.pop(_key(state, params), None)
    state.touch()
    return True


def set_my_description(state: State, params: Json) -> bool:
    """Set the text shown in an empty chat."""
    text = params.get("description", "")
    return _describe(state, state.profile.description, params, text, limits.DESCRIPTION)


def get_my_description(state: State, params: Json) -> Json:
    """Return the text shown in an empty chat."""
    return {"description": state.profile.description.get(_language(params), "")}


def set_my_short_description(state: State, params: Json) -> bool:
    """Set the text shown on the bot's page."""
    text, limit = params.get("short_description", ""), limits.SHORT_DESCRIPTION
    return _describe(state, state.profile.short_description, params, text, limit)


def get_my_short_description(state: State, params: Json) -> Json:
    """Return the text shown on the bot's page."""
    return {"short_description": state.profile.short_description.get(_language(params), "")}


def _describe(state: State, where: dict[str, str], params: Json, text: str, limit: int) -> bool:
    if len(text) > limit:
        raise bad_request(f"description length must not exceed {limit}")
    where[_language(params)] = text
    state.touch()
    return True


def _language(params: Json) -> str:
    """Return the language; a menu has two letters or none, never `zh-hans`."""
    code = params.get("language_code", "")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return str(code)


def _key(state: State, params: Json) -> tuple[Place, str]:
    return _place(state, params.get("scope")), _language(params)


def _place(state: State, scope: Json | None) -> Place:
    kind = (scope or {"type": "default"}).get("type")
    if kind in _WIDE:
        return (kind, None, None) if kind != "default" else DEFAULT
    if scope is None or kind not in _NARROW:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat_id = scope.get("chat_id", "")
    person_id = scope.get("user_id")
    chat = places.chat(state, int(chat_id) if str(chat_id).lstrip("-").isdigit() else "")
    return kind, chat.chat_id, None if person_id is None else int(person_id)


def _command(one: Any) -> Json:
    if not isinstance(one, dict) or not one.keys() >= {"command", "description"}:
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(one["command"]).strip().removeprefix("/")
    description = str(one["description"]).strip()
    _check_command(name, description)
    return {"command": name, "description": description}


def _check_command(name: str, description: str) -> None:
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > limits.COMMAND_NAME:
        raise bad_request(f"command length must not exceed {limits.COMMAND_NAME}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > limits.COMMAND_DESCRIPTION:
        raise bad_request(
            f"command description length must not exceed {limits.COMMAND_DESCRIPTION}"
        )
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")

"""The parameters of each method, read off python-telegram-bot's signatures."""

import inspect
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import telegram

OFFERED = (
    "get_me", "get_chat", "get_file",
    "get_updates", "set_webhook", "delete_webhook", "get_webhook_info",
    "send_message", "send_photo", "send_document", "create_forum_topic", "delete_forum_topic",
    "edit_message_text", "edit_message_reply_markup", "answer_callback_query",
    "delete_message", "delete_messages", "send_chat_action",
    "set_my_commands", "get_my_commands", "delete_my_commands",
    "set_my_description", "get_my_description",
    "set_my_short_description", "get_my_short_description",
)  # fmt: skip
"""The methods the sandbox knows; any other is answered "Not Found"."""

NOT_SENT = frozenset({
    "self", "api_kwargs", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout",
    "reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview", "filename",
})  # fmt: skip
"""Arguments that python-telegram-bot keeps or turns into others."""


class Kind(StrEnum):
    """How a parameter is read."""

    TEXT = "String"
    INTEGER = "Integer"
    BOOLEAN = "Boolean"
    CHAT = "Integer or String"
    LIST = "Array"
    OBJECT = "Object"
    FILE = "InputFile or String"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method: its name as Telegram writes it, and what it takes."""

    name: str
    kinds: MappingProxyType[str, Kind]
    required: tuple[str, ...]


@cache
def methods() -> MappingProxyType[str, Method]:
    """Return the methods by name in small letters, as Telegram compares."""
    offered = (_method(python_name) for python_name in OFFERED)
    return MappingProxyType({method.name.lower(): method for method in offered})


def _method(python_name: str) -> Method:
    parameters = [
        parameter
        for parameter in inspect.signature(getattr(telegram.Bot, python_name)).parameters.values()
        if parameter.name not in NOT_SENT
    ]
    head, *tail = python_name.split("_")
    return Method(
        name=head + "".join(part.capitalize() for part in tail),
        kinds=MappingProxyType({one.name: _kind(one) for one in parameters}),
        required=tuple(one.name for one in parameters if one.default is inspect.Parameter.empty),
    )


def _kind(parameter: inspect.Parameter) -> Kind:
    words = set(re.findall(r"\w+", str(parameter.annotation)))
    if "FileInput" in words:
        return Kind.FILE
    if "Sequence" in words:
        return Kind.LIST
    if "str" in words:
        return Kind.CHAT if "int" in words else Kind.TEXT
    if "bool" in words:
        return Kind.BOOLEAN
    return Kind.INTEGER if "int" in words else Kind.OBJECT

"""People, groups and what they do, over HTTP."""

import base64
from collections.abc import Callable
from types import MappingProxyType

from starlette.requests import Request
from starlette.routing import Route

from sandbox import views
from sandbox.chats import Chat, Message
from sandbox.control_request import answered
from sandbox.group import Group
from sandbox.phone import Phone
from sandbox.wire import Json
from sandbox.world import World


def _phone(world: World, request: Request) -> Phone:
    return world.phones[int(request.path_params["person"])]


def _group(world: World, request: Request) -> Group:
    return world.groups[int(request.path_params["group"])]


def _place(world: World, phone: Phone, body: Json) -> Chat:
    """Return the chat that is meant: the one with the bot, or a group."""
    return world.chats[int(body["chat_id"])] if body.get("chat_id") else phone.chat


def _message(chat: Chat, message_id: object) -> Message | None:
    return None if message_id is None else chat.messages[int(str(message_id))]


def add_person(world: World, _request: Request, body: Json) -> Json:
    """Add a person: name, language_code, started, on_page."""
    return views.phone(world, world.add_person(**body))


def change_person(world: World, request: Request, body: Json) -> Json:
    """Change the language of a phone."""
    phone = _phone(world, request)
    phone.language_code = str(body["language_code"])
    return views.phone(world, phone)


def show_person(world: World, request: Request, _body: Json) -> Json:
    """Show a phone."""
    return views.phone(world, _phone(world, request))


def say(world: World, request: Request, body: Json) -> Json:
    """Write a text: text, chat_id, reply_to."""
    phone = _phone(world, request)
    chat = _place(world, phone, body)
    reply_to = _message(chat, body.get("reply_to"))
    return views.message(phone.say(str(body["text"]), chat=chat, reply_to=reply_to))


def press(world: World, request: Request, body: Json) -> Json:
    """Press a button: button (text or data), message_id, chat_id, stale."""
    phone = _phone(world, request)
    chat = _place(world, phone, body)
    pressed = phone.press(
        str(body["button"]),
        _message(chat, body.get("message_id")),
        chat=chat,
        stale=bool(body.get("stale")),
    )
    return {"id": pressed.query_id}


def edit(world: World, request: Request, body: Json) -> Json:
    """Change an own text: message_id, text, chat_id."""
    phone = _phone(world, request)
    chat = _place(world, phone, body)
    message = chat.messages[int(body["message_id"])]
    return views.message(phone.edit(message, str(body["text"])))


_SENDING: MappingProxyType[str, Callable[..., Message]] = MappingProxyType(
    {
        "photo": Phone.send_photo,
        "document": Phone.send_document,
        "voice": Phone.send_voice,
        "audio": Phone.send_audio,
        "video": Phone.send_video,
        "video_note": Phone.send_video_note,
        "animation": Phone.send_animation,
        "sticker": Phone.send_sticker,
        "location": Phone.send_location,
        "contact": Phone.send_contact,
        "dice": Phone.send_dice,
        "poll": Phone.send_poll,
        "forward": Phone.forward,
    }
)


def send(world: World, request: Request, body: Json) -> Json:
    """Send something else: kind, and what that kind takes; data in base64."""
    given = {**body}
    sending = _SENDING[str(given.pop("kind"))]
    if "data" in given:
        given["data"] = base64.b64decode(given["data"])
    return views.message(sending(_phone(world, request), **given))


async def wait(world: World, request: Request, _body: Json) -> Json:
    """Wait for the bot: text, timeout, after (a version), all in the query."""
    query = request.query_params
    after = query.get("after")
    message = await _phone(world, request).wait_for(
        query.get("text"),
        float(query.get("timeout", "5")),
        after=None if after is None else int(after),
    )
    return views.message(message)


def block(world: World, request: Request, body: Json) -> None:
    """Block the bot, or with `{"on": false}` let it write again."""
    phone = _phone(world, request)
    phone.block() if body.get("on", True) else phone.unblock()


def add_group(world: World, _request: Request, body: Json) -> Json:
    """Add a group: title, chat_id, supergroup; member ids in `members`."""
    members = [world.phones[int(one)] for one in body.pop("members", [])]
    group = world.add_group(**body)
    for member in members:
        group.add(member)
    return views.group(world, group)


def show_group(world: World, request: Request, _body: Json) -> Json:
    """Show a group."""
    return views.group(world, _group(world, request))


def migrate(world: World, request: Request, body: Json) -> Json:
    """Turn a plain group into a supergroup, done by `person_id`."""
    phone = world.phones[int(body["person_id"])]
    return views.group(world, world.migrate(_group(world, request), phone))


_PERSON = "/control/people/{person:int}"
_GROUP = "/control/groups/{group}"
ROUTES = (
    Route("/control/people", answered(add_person), methods=["POST"]),
    Route(_PERSON, answered(show_person), methods=["GET"]),
    Route(_PERSON, answered(change_person), methods=["PATCH"]),
    Route(f"{_PERSON}/say", answered(say), methods=["POST"]),
    Route(f"{_PERSON}/press", answered(press), methods=["POST"]),
    Route(f"{_PERSON}/edit", answered(edit), methods=["POST"]),
    Route(f"{_PERSON}/send", answered(send), methods=["POST"]),
    Route(f"{_PERSON}/block", answered(block), methods=["POST"]),
    Route(f"{_PERSON}/wait", answered(wait), methods=["GET"]),
    Route("/control/groups", answered(add_group), methods=["POST"]),
    Route(_GROUP, answered(show_group), methods=["GET"]),
    Route(f"{_GROUP}/migrate", answered(migrate), methods=["POST"]),
)

"""The few lines of ASGI that the busy path needs; a framework costs more."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sandbox.state import State

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

HANG_UP = "sandbox.hang_up"
"""Where the server leaves a function that closes the connection."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    body: bytes
    content_type: bytes = b"application/json"


async def body_of(receive: Receive) -> bytes:
    """Return the whole body of a request."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


def header(scope: Scope, name: bytes) -> str:
    """Return a header of the request, empty if it has none."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value).decode("latin-1")
    return ""


async def reply(send: Send, answer: Answer) -> None:
    """Send an answer."""
    headers = [
        (b"content-type", answer.content_type),
        (b"content-length", str(len(answer.body)).encode()),
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection without a word."""
    scope["state"][HANG_UP]()
    while (await receive())["type"] != "http.disconnect":
        pass


async def silence(state: State, receive: Receive, seconds: float) -> None:
    """Say nothing until the client gives up, or for *seconds* at most."""
    gone = asyncio.ensure_future(receive())
    closing = asyncio.ensure_future(state.closing.wait(seconds))
    await asyncio.wait({gone, closing}, return_when=asyncio.FIRST_COMPLETED)
    for task in (gone, closing):
        task.cancel()
    await asyncio.gather(gone, closing, return_exceptions=True)

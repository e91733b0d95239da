"""Reading and answering a request of the control API."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.wire import Json
from sandbox.world import World

Act = Callable[[World, Request, Any], Any]
"""What is done with the world; the JSON body is {} where there is none."""


def answered(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that does *act* and answers with its JSON.

    Whoever names something that is not there gets 404; an unreadable body or
    field gets 400. A body must call itself JSON: no form of another site does.
    """

    async def endpoint(request: Request) -> Response:
        try:
            body = await _body(request)
            result = act(request.app.state.world, request, body)
            if asyncio.iscoroutine(result):
                result = await result
        except LookupError as error:
            return _refusal(404, error)
        except TimeoutError as error:
            return _refusal(408, error)
        except (TypeError, ValueError, PermissionError) as error:
            return _refusal(400, error)
        return JSONResponse({} if result is None else result)

    return endpoint


async def _body(request: Request) -> Json:
    if request.method in {"GET", "DELETE"}:
        return {}
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise ValueError("send application/json")
    body = await request.json()
    if not isinstance(body, dict):
        raise TypeError("send a JSON object")
    return body


def _refusal(status: int, error: Exception) -> Response:
    return JSONResponse({"error": f"{type(error).__name__}: {error}"}, status_code=status)

"""The control API: hands for tests in other processes, the page and the demo."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox import control_people, control_switches, views
from sandbox.control_request import answered
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
PARTS = ("style.css", "page.js", "words.js")
KEEPALIVE = 15.0
"""Seconds between signs of life on the event stream."""

PAUSE = 0.05
"""Seconds between two events, so that a load test does not drown the page."""


def create_app(world: World) -> Starlette:
    """Return the page and everything under /control."""
    app = Starlette(
        routes=[
            Route("/", _file("index.html")),
            *(Route(f"/{name}", _file(name)) for name in PARTS),
            Route("/control/state", answered(_state)),
            Route("/control/events", _events),
            *control_people.ROUTES,
            *control_switches.ROUTES,
        ]
    )
    app.state.world = world
    return app


def _file(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def page(_request: Request) -> Response:
        return FileResponse(PAGE / name)

    return page


def _state(world: World, _request: Request, _body: object) -> object:
    return views.whole(world)


async def _events(request: Request) -> Response:
    world: World = request.app.state.world
    return StreamingResponse(_versions(world), media_type="text/event-stream")


async def _versions(world: World) -> AsyncIterator[str]:
    """Yield the world's version whenever it has changed."""
    seen = -1
    while world.open:
        if world.version == seen:
            yield ": still here\n\n"
        else:
            seen = world.version
            yield f"data: {seen}\n\n"
            await asyncio.sleep(PAUSE)
        if world.open and world.version == seen:
            await world.news.wait(KEEPALIVE)

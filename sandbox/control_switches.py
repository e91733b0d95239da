"""Faults, limits, the clock and the log of calls, over HTTP."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox import views
from sandbox.control_request import answered
from sandbox.faults import Fault, FaultKind
from sandbox.wire import Json
from sandbox.world import World


def show_faults(world: World, _request: Request, _body: Json) -> list[Json]:
    """Show the switches that are on."""
    return [views.fault(one) for one in world.faults.on]


def add_fault(world: World, _request: Request, body: Json) -> list[Json]:
    """Turn a switch on; with `seed` the chance starts anew."""
    if (seed := body.pop("seed", None)) is not None:
        world.faults.reseed(int(seed))
    world.faults.add(Fault(kind=FaultKind(body.pop("kind")), **body))
    return [views.fault(one) for one in world.faults.on]


def clear_faults(world: World, _request: Request, _body: Json) -> None:
    """Turn all switches off."""
    world.faults.clear()


def advance_clock(world: World, _request: Request, body: Json) -> Json:
    """Move the sandbox's time forward by `seconds`."""
    world.clock.advance(float(body["seconds"]))
    return {"now": world.clock.now()}


def enforce_limits(world: World, _request: Request, body: Json) -> None:
    """Turn Telegram's pace on or off."""
    world.throttle.enforced = bool(body["enforce"])


def show_calls(world: World, request: Request, _body: Json) -> list[Json]:
    """Show the calls of the bot after the one numbered `since`."""
    since = int(request.query_params.get("since", "0"))
    return [views.call(one) for one in world.calls if one.number > since]


ROUTES = (
    Route("/control/faults", answered(show_faults), methods=["GET"]),
    Route("/control/faults", answered(add_fault), methods=["POST"]),
    Route("/control/faults", answered(clear_faults), methods=["DELETE"]),
    Route("/control/clock", answered(advance_clock), methods=["POST"]),
    Route("/control/limits", answered(enforce_limits), methods=["POST"]),
    Route("/control/calls", answered(show_calls), methods=["GET"]),
)

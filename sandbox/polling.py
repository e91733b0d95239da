"""getUpdates with its long poll."""

import telegram

from sandbox import limits
from sandbox.errors import ApiError, bad_request
from sandbox.faults import Fault, FaultKind
from sandbox.state import State
from sandbox.wire import Json

KINDS = frozenset(str(kind) for kind in telegram.Update.ALL_TYPES)


async def get_updates(state: State, params: Json, fault: Fault | None = None) -> list[Json]:
    """Return what waits for the bot, or wait for it.

    An offset confirms all updates below it. `allowed_updates` is remembered,
    and concerns updates made from then on.

    Raises:
        ApiError: If there is a webhook, or one is set or another getUpdates
            comes while this one waits.
    """
    if state.webhook is not None:
        raise _conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    state.polls += 1
    number = state.polls
    state.mail.ring()
    remember_kinds(state, params)
    if offset := params.get("offset"):
        state.updates.confirm(offset)
    limit = params.get("limit", limits.UPDATES_AT_ONCE)
    limit = limit if 0 < limit <= limits.UPDATES_AT_ONCE else limits.UPDATES_AT_ONCE
    again = _again(state, fault, limit)
    if not again:
        await _wait(state, number, min(params.get("timeout", 0), limits.LONG_POLL))
    batch = again + state.updates.batch(limit - len(again))
    if fault is not None and fault.kind is FaultKind.REORDERED_UPDATES:
        state.faults.random.shuffle(batch)
    return batch


def remember_kinds(state: State, params: Json) -> None:
    """Remember which kinds of updates were asked for, if any were.

    Raises:
        ApiError: If one of them is unknown.
    """
    if "allowed_updates" not in params:
        return
    kinds = params["allowed_updates"]
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise bad_request(f"unknown update type {unknown[0]}")
    state.updates.allowed = frozenset(kinds) or None


def _again(state: State, fault: Fault | None, limit: int) -> list[Json]:
    if fault is None or fault.kind is not FaultKind.REPEATED_UPDATES:
        return []
    return state.updates.repeats(limit)


async def _wait(state: State, number: int, seconds: float) -> None:
    deadline = state.clock.now() + seconds
    while state.open and not state.updates.waiting:
        left = deadline - state.clock.now()
        if left <= 0:
            return
        await state.mail.wait(left)
        if state.webhook is not None:
            raise _conflict("terminated by setWebhook request")
        if state.polls != number:
            raise _conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )


def _conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")

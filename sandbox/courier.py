"""The courier: brings updates to a webhook as Telegram does.

Each queue has one request under way at most and keeps its order; different
queues go at the same time. A chat is a queue.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

import httpx

from sandbox import wire
from sandbox.faults import FaultKind
from sandbox.state import State
from sandbox.webhook import Webhook
from sandbox.wire import Json

CALL = "webhook"
"""What the switches of `sandbox.faults` call a request of the courier."""

Queue: TypeAlias = tuple[str, int]

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
# Seconds until the next try of a queue; the open server begins as fast and ends at minutes.
_PAUSES = (0.0, 0.1, 0.2, 0.5, 1.0)
_ANSWER_WITHIN = 60.0
_IDLE = 60.0
_BROKEN = "Connection reset by peer"


@dataclass(slots=True)
class _Pause:
    failures: int
    until: float


class Courier:
    """Brings what waits to the webhook, if there is one."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._under_way: dict[Queue, asyncio.Task[None]] = {}
        self._pauses: dict[Queue, _Pause] = {}

    async def run(self) -> None:
        """Bring updates until the stand-in closes."""
        # Only this machine: whoever answers here is trusted, as with a certificate handed in.
        async with httpx.AsyncClient(verify=False, timeout=_ANSWER_WITHIN) as client:  # noqa: S501
            try:
                while self._state.open:
                    self._set_out(client)
                    await self._state.mail.wait(_IDLE)
            finally:
                for task in self._under_way.values():
                    task.cancel()
                await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _set_out(self, client: httpx.AsyncClient) -> None:
        """Begin a request for each queue that has none under way."""
        hook = self._state.webhook
        if hook is None:
            return
        now = asyncio.get_running_loop().time()
        seen = {queue for queue, pause in self._pauses.items() if pause.until > now}
        for update in self._state.updates.waiting:
            if len(self._under_way) >= hook.connections:
                return
            queue = queue_of(update, buttons_overtake=self._state.buttons_overtake)
            if queue not in seen and queue not in self._under_way:
                bringing = self._bring(client, hook, queue, update)
                self._under_way[queue] = asyncio.create_task(bringing)
            seen.add(queue)

    async def _bring(
        self, client: httpx.AsyncClient, hook: Webhook, queue: Queue, update: Json
    ) -> None:
        try:
            error, wait = await self._posted(client, hook, update)
        finally:
            del self._under_way[queue]
        # What a webhook answers after it was taken down counts for nothing.
        if self._state.webhook is hook:
            if error:
                hook.error, hook.error_at = error, self._state.clock.now()
                self._put_off(queue, wait)
            else:
                self._pauses.pop(queue, None)
                self._state.updates.take(update)
            self._state.news.ring()
        self._state.mail.ring()

    async def _posted(
        self, client: httpx.AsyncClient, hook: Webhook, update: Json
    ) -> tuple[str, float]:
        """Return what went wrong, "" for nothing, and the pause that was asked for."""
        fault = self._state.faults.pick(CALL, None)
        if fault is not None and fault.kind is not FaultKind.LOST_ANSWER:
            return _BROKEN, 0.0
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers[_SECRET_HEADER] = hook.secret
        try:
            answer = await client.post(hook.url, content=wire.dump(update), headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired", 0.0
        except httpx.ConnectError:
            return "Connection refused", 0.0
        except httpx.HTTPError:
            return _BROKEN, 0.0
        if fault is not None:
            return _BROKEN, 0.0
        if answer.is_success:
            return "", 0.0
        reason = HTTPStatus(answer.status_code).phrase
        wait = float(answer.headers.get("retry-after", 0))
        return f"Wrong response from the webhook: {answer.status_code} {reason}", wait

    def _put_off(self, queue: Queue, wait: float) -> None:
        failures = self._pauses[queue].failures + 1 if queue in self._pauses else 1
        wait = wait or _PAUSES[min(failures, len(_PAUSES)) - 1]
        loop = asyncio.get_running_loop()
        self._pauses[queue] = _Pause(failures, loop.time() + wait)
        loop.call_later(wait, self._state.mail.ring)


def queue_of(update: Json, *, buttons_overtake: bool) -> Queue:
    """Return the queue in which *update* keeps its order.

    In the open Bot API server pressed buttons have a queue for each person,
    beside that of the chat: while a message is being brought again, a button
    pressed after it overtakes it.
    """
    for kind, body in update.items():
        if kind == "callback_query" and buttons_overtake:
            return kind, int(body["from"]["id"])
        place = body.get("message", body) if isinstance(body, dict) else {}
        if "chat" in place:
            return "chat", int(place["chat"]["id"])
    return "update", int(update["update_id"])

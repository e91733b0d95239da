"""The log of what the bot asked for and how it was answered."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.wire import Json

KEPT = 100_000
"""Calls kept; older ones are forgotten so that a load test fits in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the Bot API.

    `status` is the HTTP status, 0 when nothing was answered; `fault` names
    the switch that spoilt the call, if one did.
    """

    number: int
    at: float
    method: str
    params: Json
    status: int
    description: str | None = None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the bot was told that it worked."""
        return self.status == 200  # noqa: PLR2004 - HTTP's own word for "it worked"


class CallLog:
    """The last calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self.count = 0

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def add(
        self,
        *,
        at: float,
        method: str,
        params: Json,
        status: int,
        description: str | None = None,
        fault: str | None = None,
    ) -> None:
        """Write a call down."""
        self.count += 1
        self._calls.append(
            Call(
                number=self.count,
                at=at,
                method=method,
                params=params,
                status=status,
                description=description,
                fault=fault,
            )
        )

    def of(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self._calls if call.method == method]

    def clear(self) -> None:
        """Forget all calls; the count goes on."""
        self._calls.clear()

"""The real bot, as often as asked, each life in a process of its own that kills itself.

Reads orders, a line each, on standard input and answers on standard output:

live POINT N    be the bot; die by SIGKILL when POINT is passed the Nth time
kill            kill the life that is going on now
stop            end it with SIGTERM instead

Each life begins as a fork of this process, which has imported everything and
run nothing: a second of imports less for each of a hundred lives. A life ends
with this process, and this process with its standard input.
"""

import asyncio
import os
import select
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from unittest import mock

os.environ["PTB_TIMEDELTA"] = "true"

from sqlalchemy.engine.default import DefaultDialect
from telegram.request import HTTPXRequest

from bot import console, runtime
from casework import inbox

_SENDING = ("sendMessage", "editMessageText", "deleteMessages")
# An answer of getUpdates without any update in it.
_NO_UPDATES = b'"result":[]'
# Seconds between two looks whether a life is over.
_LOOK_EVERY = 0.005

Work = Callable[..., Coroutine[Any, Any, Any]]


class Knell:
    """Counts how often a named point is passed, and kills at the last."""

    def __init__(self, point: str, count: int) -> None:
        self._point = point
        self._left = count

    def passed(self, point: str) -> None:
        """Die here if it is time."""
        self._left -= point == self._point
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)

    def around_commits(self) -> None:
        """Put points around the commits of either engine."""
        real: Callable[..., None] = DefaultDialect.do_commit

        def wrapped(dialect: DefaultDialect, connection: Any) -> None:
            self.passed("before_commit")
            real(dialect, connection)
            self.passed("after_commit")

        mock.patch.object(DefaultDialect, "do_commit", wrapped).start()

    def around_accepting(self) -> None:
        """Put points around the moment when a batch of updates is kept."""
        real: Work = inbox.accept

        async def wrapped(*args: Any) -> None:
            self.passed("before_accept")
            await real(*args)
            self.passed("after_accept")

        mock.patch.object(inbox, "accept", wrapped).start()

    def around_calls(self) -> None:
        """Put points around the calls that send, and behind one that brought updates."""
        real: Work = HTTPXRequest.do_request

        async def wrapped(*args: Any, **kwargs: Any) -> tuple[int, bytes]:
            url: str = kwargs["url"]
            sends = url.endswith(_SENDING)
            if sends:
                self.passed("before_send")
            code, body = await real(*args, **kwargs)
            if sends:
                self.passed("after_send")
            if "/getUpdates" in url and _NO_UPDATES not in body.replace(b" ", b""):
                self.passed("after_fetch")
            return code, body

        mock.patch.object(HTTPXRequest, "do_request", wrapped).start()


def _live(config: Path, point: str, count: int) -> None:
    knell = Knell(point, count)
    knell.around_commits()
    knell.around_accepting()
    knell.around_calls()
    asyncio.run(runtime.run(console.prepared(config)))


def _born(config: Path, point: str, count: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _live(config, point, count)
    finally:
        # Whatever happened: the fork must not go on as a second nursery.
        if sys.exc_info()[1]:
            sys.excepthook(*sys.exc_info())
        os._exit(bool(sys.exc_info()[1]))


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Nursery:
    """The loop that reads orders and looks after the one life there is."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self._pid: int | None = None
        self._read = b""

    def run(self) -> None:
        """Do what is ordered until nobody is left to order anything."""
        _say("ready")
        try:
            while self._step():
                pass
        finally:
            self._send(signal.SIGKILL)

    def _step(self) -> bool:
        self._bury()
        wait = _LOOK_EVERY if self._pid else None
        if not select.select([0], [], [], wait)[0]:
            return True
        new = os.read(0, 1024)
        *orders, self._read = (self._read + new).split(b"\n")
        for order in orders:
            self._obey(order.decode().split())
        return bool(new)

    def _obey(self, order: list[str]) -> None:
        match order:
            case ["live", point, count]:
                self._pid = _born(self._config, point, int(count))
            case ["kill"]:
                self._send(signal.SIGKILL)
            case ["stop"]:
                self._send(signal.SIGTERM)

    def _bury(self) -> None:
        if self._pid is None:
            return
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid:
            self._pid = None
            _say(str(os.waitstatus_to_exitcode(status)))

    def _send(self, number: int) -> None:
        # Only a process that is not buried yet still has its number.
        if self._pid is not None:
            os.kill(self._pid, number)


if __name__ == "__main__":
    Nursery(Path(sys.argv[1])).run()

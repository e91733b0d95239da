"""The real bot, as often as asked, each life in a process of its own that kills itself.

Reads orders, a line each, on standard input and answers on standard output:

live NAME POINT N    be the bot; die by SIGKILL when POINT is passed the Nth time
doom NAME POINT N    let a life that began long ago die so
kill NAME            kill the life of that name
stop NAME            end it with SIGTERM instead
pause NAME           stop it where it stands (SIGSTOP)
resume NAME          let it go on

Each life begins as a fork of this process, which has imported everything and
run nothing: a second of imports less for each of a hundred lives. Several can
live at once, under different names. The end of a life is told with its name
and exit code. A life ends with this process, and this process with its
standard input. Whoever asks Telegram for updates touches a file of its name.
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
from telegram.request import BaseRequest

from bot import console, runtime
from casework import inbox

_SENDING = ("sendmessage", "editmessagetext", "deletemessages")
# An answer of getUpdates without any update in it.
_NO_UPDATES = b'"result":[]'
# Seconds between two looks whether a life is over.
_LOOK_EVERY = 0.005
_SIGNALS = {
    "kill": signal.SIGKILL,
    "stop": signal.SIGTERM,
    "pause": signal.SIGSTOP,
    "resume": signal.SIGCONT,
}

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

    def heed(self, order: Path) -> None:
        """Count anew, another point, whenever SIGUSR1 says that *order* was written."""

        def heard(_number: int, _frame: Any) -> None:
            self._point, count = order.read_text().split()
            self._left = int(count)

        signal.signal(signal.SIGUSR1, heard)

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

    def around_calls(self, polls: Path) -> None:
        """Put points around the calls that send, and behind one that brought updates."""
        # Whatever carries the request, python-telegram-bot comes through here once for each.
        real: Work = BaseRequest._request_wrapper

        async def wrapped(*args: Any, **kwargs: Any) -> bytes:
            url: str = kwargs["url"]
            sends = url.lower().endswith(_SENDING)
            if "/getUpdates" in url:
                self._note(polls)
            if sends:
                self.passed("before_send")
            body: bytes = await real(*args, **kwargs)
            if sends:
                self.passed("after_send")
            if "/getUpdates" in url and _NO_UPDATES not in body.replace(b" ", b""):
                self.passed("after_fetch")
            return body

        mock.patch.object(BaseRequest, "_request_wrapper", wrapped).start()

    @staticmethod
    def _note(polls: Path) -> None:
        polls.touch()


def _live(config: Path, knell: Knell, polls: Path) -> None:
    knell.heed(_order_to(polls))
    knell.around_commits()
    knell.around_accepting()
    knell.around_calls(polls)
    asyncio.run(runtime.run(console.prepared(config)))


def _born(config: Path, knell: Knell, polls: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _live(config, knell, polls)
    finally:
        # Whatever happened: the fork must not go on as a second nursery.
        if sys.exc_info()[1]:
            sys.excepthook(*sys.exc_info())
        os._exit(bool(sys.exc_info()[1]))


def _order_to(polls: Path) -> Path:
    return polls.with_suffix(".order")


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Nursery:
    """The loop that reads orders and looks after the lives there are."""

    def __init__(self, config: Path, polls: Path) -> None:
        self._config = config
        self._polls = polls
        self._lives: dict[str, int] = {}
        self._read = b""

    def run(self) -> None:
        """Do what is ordered until nobody is left to order anything."""
        _say("ready")
        try:
            while self._step():
                pass
        finally:
            for name in self._lives:
                self._send(name, signal.SIGKILL)

    def _step(self) -> bool:
        self._bury()
        wait = _LOOK_EVERY if self._lives else None
        if not select.select([0], [], [], wait)[0]:
            return True
        new = os.read(0, 1024)
        *orders, self._read = (self._read + new).split(b"\n")
        for order in orders:
            self._obey(order.decode().split())
        return bool(new)

    def _obey(self, order: list[str]) -> None:
        match order:
            case ["live", name, point, count]:
                knell = Knell(point, int(count))
                self._lives[name] = _born(self._config, knell, self._polls / name)
            case ["doom", name, point, count]:
                _order_to(self._polls / name).write_text(f"{point} {count}")
                self._send(name, signal.SIGUSR1)
            case [word, name]:
                self._send(name, _SIGNALS[word])

    def _bury(self) -> None:
        for name, mine in list(self._lives.items()):
            pid, status = os.waitpid(mine, os.WNOHANG)
            if pid:
                del self._lives[name]
                _say(f"{name} {os.waitstatus_to_exitcode(status)}")

    def _send(self, name: str, number: int) -> None:
        # Only a process that is not buried yet still has its number.
        if name in self._lives:
            os.kill(self._lives[name], number)


if __name__ == "__main__":
    Nursery(Path(sys.argv[1]), Path(sys.argv[2])).run()

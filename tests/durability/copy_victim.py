"""Copies an installation as often as asked, each time in a process of its own that kills itself.

Arguments are the source's and the target's URL. Reads orders, a line each, on
standard input and answers each with the exit code of the copy:

POINT N    copy; die by SIGKILL when POINT is passed the Nth time

Each copy is a fork of this process, which has imported everything and run nothing.
"""

import asyncio
import os
import sys

from storage import copying
from tests.durability.victim import Knell


def _copy(source: str, target: str, knell: Knell) -> None:
    def tell(table: str, done: int, total: int) -> None:
        del table
        knell.passed("pour" if done <= total / 3 else "compare")

    knell.around_commits()
    asyncio.run(copying.copy(source, target, tell))


def _code_of(source: str, target: str, knell: Knell) -> int:
    pid = os.fork()
    if not pid:
        try:
            _copy(source, target, knell)
        finally:
            # Whatever happened: the fork must not read orders.
            if sys.exc_info()[1]:
                sys.excepthook(*sys.exc_info())
            os._exit(bool(sys.exc_info()[1]))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    for order in sys.stdin:
        point, count = order.split()
        print(_code_of(sys.argv[1], sys.argv[2], Knell(point, int(count))), flush=True)  # noqa: T201

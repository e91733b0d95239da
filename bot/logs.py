"""The log: facts as fields, never a person's words.

An exception's text may quote what somebody wrote, so of an exception only its
class and the places it passed through are logged. Those of storage are our own
words, which name no value: a full disk or a server that is away is told.
"""

import asyncio
import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import FilteringBoundLogger

from settings.model import Logs

log: FilteringBoundLogger = structlog.get_logger()

# They print URLs with the token in them, statements, or updates.
_TALKATIVE = ("aiohttp", "httpx", "httpcore", "telegram", "sqlalchemy", "aiosqlite", "alembic")


def set_up(logs: Logs) -> None:
    """Write the log to standard error as the configuration wants it."""
    level = logging.getLevelName(logs.level.upper())
    logging.basicConfig(level=logging.WARNING, format="%(name)s %(levelname)s", stream=sys.stderr)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    renderer = (
        structlog.processors.JSONRenderer()
        if logs.format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def fault_fields(error: BaseException) -> dict[str, Any]:
    """Return what may be logged of *error*: class, places, and the words of storage's own."""
    # Every command loads this file, and most need no database, which takes a fifth of a second.
    from storage.faults import StorageFault

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    return {
        "error": type(error).__name__,
        "why": str(error) if isinstance(error, StorageFault) else None,
        "cause": type(cause).__name__ if cause else None,
        "places": places,
    }


def quiet_loop() -> None:
    """Let the event loop log faults as we do, without the words in them."""

    def note(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError):
            # Whoever had waited for this connection had already given it up.
            log.info("given-up connection lost", kind=type(error).__name__)
            return
        log.error("loop fault", **(fault_fields(error) if error else {}))

    asyncio.get_running_loop().set_exception_handler(note)


def fault_hook(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
    """Log an error that nobody caught, for `sys.excepthook`."""
    log.critical("stopped by a fault", **fault_fields(error))

"""What storage raises. None of it holds a value of a row."""

import sqlalchemy as sa


class StorageFault(Exception):
    """The database refused a statement; the driver's words stay behind."""


class TryAgain(StorageFault):
    """A lock or a serialization conflict: the same work may succeed next time."""


class Spoilt(StorageFault):
    """A part of a transaction must be undone that has no savepoint: begin again with them."""


class Unavailable(StorageFault):
    """The database cannot be reached or has no room: the work itself is not at fault."""


class SchemaMismatch(StorageFault):
    """The tables are of another release than the program."""


class KeyFault(Exception):
    """A key is missing, cannot be read, or does not open what it should."""


# Appendix A of PostgreSQL's manual: serialization_failure and deadlock_detected.
_RETRY_STATES = ("40001", "40P01")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
# The same appendix: no connection, no resources, a server that goes down or has an I/O
# error; sqlite.org/rescode.html for the others.
_AWAY_STATES = ("08", "53", "57P", "58", "25P03")
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")


def fault_from(error: sa.exc.DBAPIError) -> StorageFault:
    """Return *error* without the driver's message, which may quote a row."""
    state = getattr(error.orig, "sqlstate", None) or ""
    code = getattr(error.orig, "sqlite_errorname", "")
    name = f"{type(error.orig).__name__} {state or code}"
    if state.startswith(_RETRY_STATES) or code.startswith(_BUSY):
        return TryAgain(f"database busy: {name}")
    if code.startswith("SQLITE_FULL"):
        return Unavailable(f"no room on the disk of the database: {name}")
    if error.connection_invalidated or state.startswith(_AWAY_STATES) or code.startswith(_NO_ROOM):
        return Unavailable(f"database not to be reached: {name}")
    return StorageFault(f"database error: {name}")


def unreachable(error: Exception) -> Unavailable:
    """Return what to raise when no connection came about."""
    state = getattr(error, "sqlstate", None) or ""
    return Unavailable(f"database not to be reached: {type(error).__name__} {state}")

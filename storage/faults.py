"""What storage raises. None of it holds a value of a row."""

import sqlalchemy as sa


class StorageFault(Exception):
    """The database refused a statement; the driver's words stay behind."""


class TryAgain(StorageFault):
    """A lock or a serialization conflict: the same work may succeed next time."""


class SchemaMismatch(StorageFault):
    """The tables are of another release than the program."""


class KeyFault(Exception):
    """A key is missing, cannot be read, or does not open what it should."""


# PostgreSQL: serialization_failure and deadlock_detected (appendix A of its manual).
_RETRY_STATES = {"40001", "40P01"}


def fault_from(error: sa.exc.DBAPIError) -> StorageFault:
    """Return *error* without the driver's message, which may quote a row."""
    cause = error.orig
    name = type(cause).__name__
    state = getattr(cause, "sqlstate", None)
    busy = getattr(cause, "sqlite_errorname", "")
    if state in _RETRY_STATES or busy.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TryAgain(f"database busy: {name} {state or busy}")
    return StorageFault(f"database error: {name} {state or busy}")

"""Column types that both engines keep alike."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

# On SQLite only INTEGER counts up by itself; on PostgreSQL a commit sequence needs 64 bits.
Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Utc(sa.types.TypeDecorator[datetime]):
    """A moment in UTC. Naive datetimes are refused, none ever come out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return *value* in UTC.

        Raises:
            ValueError: If *value* carries no time zone.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return *value* with its time zone, which SQLite does not keep."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

"""Cases: one incident each, with the reports that belong to it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.tables import case
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case as it is opened."""

    id: bytes
    kind: str
    queue: str
    desk: str
    state: str
    severity: str
    opened_at: datetime


async def add(tx: Tx, new: NewCase) -> None:
    """Open a case."""
    values = {name: getattr(new, name) for name in NewCase.__dataclass_fields__}
    await tx.execute(sa.insert(case).values(values))

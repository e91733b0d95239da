"""Which officers have opened a sealed case."""

import sqlalchemy as sa

from storage.desk_tables import opening
from storage.transaction import Tx


async def confirm(tx: Tx, case_id: bytes, officer_id: bytes, unit: str) -> None:
    """Keep that an officer of *unit* wants a case opened."""
    put = tx.insert(opening).values(case_id=case_id, officer_id=officer_id, unit=unit)
    await tx.execute(put.on_conflict_do_nothing(index_elements=["case_id", "officer_id"]))


async def units(tx: Tx, case_id: bytes) -> frozenset[str]:
    """Return the units whose officers want a case opened."""
    query = sa.select(opening.c.unit).where(opening.c.case_id == case_id)
    return frozenset((await tx.execute(query)).scalars())

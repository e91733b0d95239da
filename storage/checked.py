"""What has been ticked of checklists, and what was seized."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.desk_tables import seizure, ticked
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class SeizureRow:
    """A line of cylinders seized; *count* is below zero where it takes some back."""

    seq: int
    case_id: bytes
    officer: str
    size: str
    state: str
    count: int
    at: datetime


async def tick(tx: Tx, case_id: bytes, item: str, *, officer: str, seq: int) -> None:
    """Keep that an item of the checklist was done."""
    put = tx.insert(ticked).values(case_id=case_id, item=item, officer=officer, seq=seq)
    await tx.execute(put.on_conflict_do_nothing(index_elements=["case_id", "item"]))


async def untick(tx: Tx, case_id: bytes, item: str) -> None:
    """Take back that an item was done."""
    here = (ticked.c.case_id == case_id, ticked.c.item == item)
    await tx.execute(sa.delete(ticked).where(*here))


async def items(tx: Tx, case_ids: Collection[bytes]) -> frozenset[str]:
    """Return what has been ticked of a case and of those merged into it."""
    query = sa.select(ticked.c.item).where(ticked.c.case_id.in_(case_ids))
    return frozenset((await tx.execute(query)).scalars())


async def seize(tx: Tx, new: SeizureRow) -> None:
    """Keep a line of cylinders."""
    values = {name: getattr(new, name) for name in SeizureRow.__dataclass_fields__}
    await tx.execute(sa.insert(seizure).values(values))


async def seized(tx: Tx, case_ids: Collection[bytes]) -> list[SeizureRow]:
    """Return the lines of a case and of those merged into it, the earliest first."""
    query = sa.select(seizure).where(seizure.c.case_id.in_(case_ids)).order_by(seizure.c.seq)
    return [SeizureRow(**row._asdict()) for row in await tx.execute(query)]

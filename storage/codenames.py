"""Under what names staff speak of reporters, a report each."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from storage.desk_tables import codename
from storage.transaction import Tx


async def of_reports(tx: Tx, report_ids: Collection[bytes]) -> Mapping[bytes, int]:
    """Return the numbers of the names of these reports, of those that have one."""
    query = sa.select(codename).where(codename.c.report_id.in_(report_ids))
    return {row.report_id: row.name for row in await tx.execute(query)}


async def give(tx: Tx, report_id: bytes, name: int) -> None:
    """Give a report a name, unless somebody else just did."""
    put = tx.insert(codename).values(report_id=report_id, name=name)
    await tx.execute(put.on_conflict_do_nothing(index_elements=["report_id"]))

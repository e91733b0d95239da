"""What reporters said of the end of their reports."""

import sqlalchemy as sa

from storage.desk_tables import rating
from storage.transaction import Tx


async def say(tx: Tx, report_id: bytes, *, solved: bool) -> None:
    """Keep whether a matter is solved for its reporter; their last word counts."""
    await _put(tx, {"report_id": report_id, "solved": solved})


async def rate(tx: Tx, report_id: bytes, stars: int) -> None:
    """Keep how it went, in stars."""
    await _put(tx, {"report_id": report_id, "stars": stars})


async def average(tx: Tx) -> float | None:
    """Return how many stars there are on the average, None if nobody gave any."""
    found: float | None = (await tx.execute(sa.select(sa.func.avg(rating.c.stars)))).scalar_one()
    return None if found is None else float(found)


async def _put(tx: Tx, values: dict[str, object]) -> None:
    put = tx.insert(rating).values(values)
    said = {name: put.excluded[name] for name in values if name != "report_id"}
    await tx.execute(put.on_conflict_do_update(index_elements=["report_id"], set_=said))

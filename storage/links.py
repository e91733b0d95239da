"""What was said of a report and a case: that they are one incident, may be, or are not."""

from collections.abc import Collection
from dataclasses import dataclass, field

import sqlalchemy as sa

from storage.keys import KeyName
from storage.matching_tables import link
from storage.reports import new_id
from storage.tables import report
from storage.transaction import Tx
from triage.links import LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link as it is written; `decided_by` is `bot` or an officer's number."""

    report_id: bytes
    case_id: bytes
    beside_id: bytes | None
    alike: float
    state: LinkState
    probability: float
    sealed_reasons: bytes = field(repr=False)
    decided_by: str
    decided_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, with what opens its reasons."""

    id: bytes
    report_id: bytes
    case_id: bytes
    beside_id: bytes | None
    alike: float
    state: LinkState
    probability: float
    sealed_reasons: bytes = field(repr=False)
    decided_by: str
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)


_SELECT = sa.select(link, report.c.wrapped_by, report.c.sealed_data_key).join(
    report, report.c.id == link.c.report_id
)


async def add(tx: Tx, new: NewLink) -> None:
    """Write down a link; what was said of this report and case before stays."""
    values = {name: getattr(new, name) for name in NewLink.__dataclass_fields__}
    put = tx.insert(link).values(values | {"id": new_id()})
    await tx.execute(put.on_conflict_do_nothing(index_elements=["report_id", "case_id"]))


async def confirm_provisional(tx: Tx, case_ids: Collection[bytes]) -> int:
    """Let what a machine linked to these cases hold; return how many links that were.

    Who decided stays: the machine.
    """
    here = (link.c.case_id.in_(case_ids), link.c.state == LinkState.PROVISIONAL)
    confirmed = sa.update(link).where(*here).values(state=LinkState.CONFIRMED)
    return (await tx.execute(confirmed)).rowcount


async def of_report(tx: Tx, report_id: bytes) -> list[Link]:
    """Return all links of a report, the likeliest first."""
    rows = await tx.execute(
        _SELECT.where(link.c.report_id == report_id).order_by(link.c.probability.desc(), link.c.id)
    )
    return [_link(row) for row in rows]


async def to_cases(tx: Tx, case_ids: Collection[bytes]) -> list[Link]:
    """Return all links to any of these cases, the likeliest first."""
    rows = await tx.execute(
        _SELECT.where(link.c.case_id.in_(case_ids)).order_by(link.c.probability.desc(), link.c.id)
    )
    return [_link(row) for row in rows]


async def judged(tx: Tx, limit: int) -> list[Link]:
    """Return links that officers decided about, not by opening a case, the latest first."""
    states = (LinkState.CONFIRMED, LinkState.REFUSED, LinkState.RELATED)
    query = _SELECT.where(link.c.state.in_(states), link.c.decided_by != "bot")
    rows = await tx.execute(query.order_by(link.c.decided_seq.desc()).limit(limit))
    return [_link(row) for row in rows]


def _link(row: sa.Row[tuple[object, ...]]) -> Link:
    fields = {name: value for name, value in row._asdict().items() if name != "decided_seq"}
    return Link(**fields | {"state": LinkState(row.state), "wrapped_by": KeyName(row.wrapped_by)})

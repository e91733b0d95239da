"""What officers did to the grouping of reports, so that it can be taken back exactly."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.links import Link
from storage.matching_tables import link, regrouped, regrouping, relinked, reshaped
from storage.tables import report
from storage.transaction import Tx
from triage.categories import Severity
from triage.grouping import Shape
from triage.links import LinkState
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A report that was put from one case into another."""

    report_id: bytes
    from_case: bytes
    to_case: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaped:
    """A case, as it was before and after."""

    case_id: bytes
    before: Shape
    after: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """One act of an officer, by its number in the record, and all that it changed."""

    seq: int
    verb: str
    actor: str
    undone_seq: int | None
    moved: tuple[Moved, ...]
    reshaped: tuple[Reshaped, ...]
    # The cases in which the reports stand by now whose links it touched.
    judged_in: frozenset[bytes] = frozenset()

    @property
    def cases(self) -> frozenset[bytes]:
        """All cases whose reports or shape it changed."""
        ends = {end for one in self.moved for end in (one.from_case, one.to_case)}
        return frozenset(ends | {one.case_id for one in self.reshaped})


_JUDGED = sa.select(report.c.case_id).select_from(
    relinked.join(link, link.c.id == relinked.c.link_id).join(
        report, report.c.id == link.c.report_id
    )
)


async def add(tx: Tx, new: Regrouping) -> None:
    """Write down what was done, and how it was before."""
    values = {"seq": new.seq, "verb": new.verb, "actor": new.actor}
    await tx.execute(sa.insert(regrouping).values(values))
    of = {"regrouping_seq": new.seq}
    for one in new.moved:
        ends = {"from_case": one.from_case, "to_case": one.to_case}
        await tx.execute(sa.insert(regrouped).values(of | {"report_id": one.report_id} | ends))
    for shape in new.reshaped:
        both = _columns(shape.before, "before") | _columns(shape.after, "after")
        await tx.execute(sa.insert(reshaped).values(of | {"case_id": shape.case_id} | both))


async def relink(tx: Tx, seq: int, links: Iterable[Link], *, state: LinkState, by: str) -> None:
    """Let *links* be *state*, and note under the regrouping *seq* what was said before."""
    for one in links:
        here = link.c.id == one.id
        said = sa.select(
            sa.literal(seq), link.c.id, link.c.state, link.c.decided_by, link.c.decided_seq
        ).where(here)
        names = ["regrouping_seq", "link_id", "state", "decided_by", "decided_seq"]
        await tx.execute(sa.insert(relinked).from_select(names, said))
        values = {"state": state, "decided_by": by, "decided_seq": seq}
        await tx.execute(sa.update(link).where(here).values(values))


async def unlink(tx: Tx, seq: int) -> None:
    """Let the links that the regrouping *seq* touched be what they were."""
    query = sa.select(relinked).where(relinked.c.regrouping_seq == seq)
    for row in (await tx.execute(query)).all():
        values = {
            "state": row.state,
            "decided_by": row.decided_by,
            "decided_seq": row.decided_seq,
        }
        await tx.execute(sa.update(link).where(link.c.id == row.link_id).values(values))


async def one(tx: Tx, seq: int) -> Regrouping | None:
    """Return the regrouping of that number, if there is one."""
    query = sa.select(regrouping).where(regrouping.c.seq == seq)
    row = (await tx.execute(query)).one_or_none()
    return await _whole(tx, row) if row else None


async def of_cases(tx: Tx, case_ids: Collection[bytes], limit: int) -> list[Regrouping]:
    """Return what was done to any of these cases, the latest first."""
    moves = sa.select(regrouped.c.regrouping_seq).where(
        sa.or_(regrouped.c.from_case.in_(case_ids), regrouped.c.to_case.in_(case_ids))
    )
    shapes = sa.select(reshaped.c.regrouping_seq).where(reshaped.c.case_id.in_(case_ids))
    said = _JUDGED.with_only_columns(relinked.c.regrouping_seq).where(
        report.c.case_id.in_(case_ids)
    )
    query = sa.select(regrouping).where(regrouping.c.seq.in_(sa.union(moves, shapes, said)))
    rows = await tx.execute(query.order_by(regrouping.c.seq.desc()).limit(limit))
    return [await _whole(tx, row) for row in rows.all()]


async def later(tx: Tx, done: Regrouping) -> int | None:
    """Return a later regrouping, not taken back, that builds on *done*, if there is one.

    That is one that moved a report of it again, said something else of a link
    of it, or changed one of its cases.
    """
    reports = {one.report_id for one in done.moved}
    mine = sa.select(relinked.c.link_id).where(relinked.c.regrouping_seq == done.seq)
    touching = sa.union(
        sa.select(regrouped.c.regrouping_seq).where(regrouped.c.report_id.in_(reports)),
        sa.select(relinked.c.regrouping_seq).where(relinked.c.link_id.in_(mine)),
        sa.select(reshaped.c.regrouping_seq).where(reshaped.c.case_id.in_(done.cases)),
    )
    query = sa.select(sa.func.max(regrouping.c.seq)).where(
        regrouping.c.seq > done.seq,
        regrouping.c.undone_seq.is_(None),
        regrouping.c.seq.in_(touching),
    )
    found: int | None = (await tx.execute(query)).scalar_one()
    return found


async def close(tx: Tx, seq: int, undone_seq: int) -> bool:
    """Note that a regrouping was taken back; return False if it was before."""
    here = (regrouping.c.seq == seq, regrouping.c.undone_seq.is_(None))
    done = await tx.execute(sa.update(regrouping).where(*here).values(undone_seq=undone_seq))
    return done.rowcount == 1


async def _whole(tx: Tx, row: sa.Row[Any]) -> Regrouping:
    moves = sa.select(regrouped).where(regrouped.c.regrouping_seq == row.seq)
    shapes = sa.select(reshaped).where(reshaped.c.regrouping_seq == row.seq)
    judged = _JUDGED.where(relinked.c.regrouping_seq == row.seq)
    return Regrouping(
        seq=row.seq,
        verb=row.verb,
        actor=row.actor,
        undone_seq=row.undone_seq,
        moved=tuple(
            Moved(report_id=one.report_id, from_case=one.from_case, to_case=one.to_case)
            for one in await tx.execute(moves.order_by(regrouped.c.report_id))
        ),
        reshaped=tuple(
            Reshaped(
                case_id=one.case_id,
                before=_shape(one._mapping, "before"),  # noqa: SLF001 - a public name
                after=_shape(one._mapping, "after"),  # noqa: SLF001 - a public name
            )
            for one in await tx.execute(shapes.order_by(reshaped.c.case_id))
        ),
        judged_in=frozenset((await tx.execute(judged)).scalars()),
    )


def _columns(shape: Shape, when: str) -> dict[str, object]:
    return {f"{name}_{when}": getattr(shape, name) for name in Shape.__dataclass_fields__}


def _shape(row: sa.RowMapping, when: str) -> Shape:
    return Shape(
        state=row[f"state_{when}"],
        queue=Queue(row[f"queue_{when}"]),
        desk=row[f"desk_{when}"],
        severity=Severity(row[f"severity_{when}"]),
        absorbed_into=row[f"absorbed_into_{when}"],
    )

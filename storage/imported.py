"""Rows of files that were imported, by keyed hashes: what was done is never done again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.matching_tables import imported
from storage.tables import reporter
from storage.transaction import Tx
from triage.languages import Language

_OF_BATCH = sa.select(imported.c.row).where(imported.c.batch == sa.bindparam("here"))
_THESE = _OF_BATCH.where(imported.c.row.in_(sa.bindparam("these", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A row of a file and the report that it became."""

    batch: bytes
    row: bytes
    report_id: bytes
    at: datetime


async def of_batch(tx: Tx, batch: bytes) -> frozenset[bytes]:
    """Return all rows of *batch* that were imported."""
    return frozenset((await tx.execute(_OF_BATCH, {"here": batch})).scalars())


async def among(tx: Tx, batch: bytes, rows: Collection[bytes]) -> frozenset[bytes]:
    """Return which of *rows* were imported."""
    found = await tx.execute(_THESE, {"here": batch, "these": list(rows)})
    return frozenset(found.scalars())


async def add(tx: Tx, new: Imported) -> None:
    """Write down that a row was imported."""
    values = {name: getattr(new, name) for name in Imported.__dataclass_fields__}
    await tx.execute(sa.insert(imported).values(values))


async def keep_writer(tx: Tx, id_: bytes, language: Language) -> None:
    """Keep who wrote rows of a file, once: somebody with no chat and no look-up."""
    put = tx.insert(reporter).values(id=id_, lookup=None, sealed_chat=None, language=language)
    await tx.execute(put.on_conflict_do_nothing(index_elements=["id"]))

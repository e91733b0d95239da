"""Hand the originals of a report out, as they are: it takes both custodians to open one."""

from dataclasses import dataclass, field
from datetime import datetime

from casework import events, file_seals
from casework.work import House, Work
from storage import file_chunks, files, sealing
from storage.file_chunks import Part
from storage.files import KEPT, FileRow
from storage.transaction import Tx
from triage import references
from triage.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """One original under both custodians' keys; the SHA-256 is that of what is inside."""

    sealed: bytes = field(repr=False)
    sha256: str
    mime: str


async def hand_out(house: House, typed: str, now: datetime) -> list[Original]:
    """Return the originals of the report with the reference *typed*, oldest first.

    That it was done stands in the record before anybody holds one.

    Raises:
        NotFound: If there is no such report.
    """
    reference = references.parse(typed, house.settings.district.prefix)
    async with house.database.read() as tx:
        report_id = await files.report_called(tx, reference) if reference else None
        if report_id is None:
            raise NotFound("no report has this reference")
        rows = [row for row in await files.of_report(tx, report_id) if row.state in KEPT]
        found = [await _original(house, tx, row) for row in rows]
    kept = [original for original in found if original]
    async with house.database.write() as tx:
        await events.record(
            Work(tx=tx, now=now, house=house),
            "originals.handed_out",
            actor=events.OPERATOR,
            subject="report",
            subject_id=report_id,
            exact=True,
        )
    return kept


async def _original(house: House, tx: Tx, row: FileRow) -> Original | None:
    key = file_seals.data_key(house, row)
    about = file_seals.opened(key, row)
    if not about.has_original:
        return None
    sealed = await file_chunks.whole(tx, sealing.under(key), row.id, Part.ORIGINAL)
    return Original(sealed=sealed, sha256=about.sha256 or "", mime=about.mime or "")

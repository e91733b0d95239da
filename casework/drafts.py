"""Keep a report that is still being written, sealed, one a person."""

import json
from dataclasses import asdict, replace

from casework.work import Resident, Work
from storage import drafts
from storage.drafts import DraftRow
from storage.keys import KeyName
from storage.reports import new_id
from storage.transaction import Tx
from triage import drafts as rules
from triage.drafts import Draft, Mode, Question, Ticket, When

_COLUMN = "draft.sealed_body"


async def of(work: Work, resident: Resident) -> Draft | None:
    """Return the draft this resident is writing, if there is one."""
    row = await drafts.of(work.tx, resident.person)
    if row is None:
        return None
    seal = work.house.keyring.seal(KeyName.IDENTITY)
    return _opened(row, seal.open(row.sealed_body, f"{_COLUMN}:{row.id.hex()}"))


async def ticket_now(tx: Tx, person: bytes) -> Ticket | None:
    """Return the ticket that a button must carry now, None if *person* has no draft."""
    row = await drafts.of(tx, person)
    return rules.ticket(row.id, row.version) if row else None


def fresh() -> Draft:
    """Return an empty draft with a random id."""
    return Draft(id=new_id(), version=0)


async def keep(work: Work, resident: Resident, draft: Draft, *, is_new: bool = False) -> None:
    """Keep *draft* for another while; the first time it *is_new*."""
    seal = work.house.keyring.seal(KeyName.IDENTITY)
    body = _body(draft)
    sealed = seal.close(body, f"{_COLUMN}:{draft.id.hex()}")
    row = DraftRow(id=draft.id, version=draft.version, sealed_body=sealed)
    erase_at = work.in_hours(work.house.settings.privacy.draft_hours)
    if is_new:
        await drafts.add(work.tx, resident.person, row, erase_at)
    else:
        await drafts.change(work.tx, resident.person, row, erase_at)


async def erase(work: Work, resident: Resident) -> None:
    """Erase the draft of this resident."""
    await drafts.erase(work.tx, resident.person)


def _body(draft: Draft) -> bytes:
    fields = asdict(replace(draft, id=b""))
    del fields["id"], fields["version"]
    return json.dumps(fields, ensure_ascii=False).encode()


def _opened(row: DraftRow, body: bytes) -> Draft:
    fields = json.loads(body)
    return Draft(
        **fields
        | {
            "id": row.id,
            "version": row.version,
            "story": tuple(fields["story"]),
            "place_choices": tuple(fields["place_choices"]),
            "when": When(fields["when"]) if fields["when"] else None,
            "mode": Mode(fields["mode"]) if fields["mode"] else None,
            "settled": tuple(Question(settled) for settled in fields["settled"]),
        }
    )

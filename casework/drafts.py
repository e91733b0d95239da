"""Keep a report that is still being written, sealed, one a person."""

import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from casework.work import House, Resident, Work
from storage import drafts
from storage.drafts import DraftRow
from storage.keys import KeyName
from storage.reports import new_id
from storage.transaction import Tx
from triage.drafts import Answer, Draft, Mode, Piece, Span, When
from triage.questions import Question

_COLUMN = "draft.sealed_body"


async def of(work: Work, resident: Resident) -> Draft | None:
    """Return the draft this resident is writing, if there is one."""
    return await of_person(work.house, work.tx, resident.person)


async def of_person(house: House, tx: Tx, person: bytes) -> Draft | None:
    """Return the draft that *person* is writing, if there is one."""
    row = await drafts.of(tx, person)
    if row is None:
        return None
    seal = house.keyring.seal(KeyName.IDENTITY)
    return _opened(row, seal.open(row.sealed_body, f"{_COLUMN}:{row.id.hex()}"))


async def changed_at(work: Work, resident: Resident) -> datetime | None:
    """Return when this resident's draft was last changed, None if there is none."""
    row = await drafts.of(work.tx, resident.person)
    return row.erase_at - _kept_for(work) if row else None


async def is_begun(work: Work, person: bytes) -> bool:
    """Return whether *person* is writing something."""
    return await drafts.of(work.tx, person) is not None


def fresh() -> Draft:
    """Return an empty draft with a random id."""
    return Draft(id=new_id(), version=0)


async def keep(work: Work, resident: Resident, draft: Draft, *, is_new: bool = False) -> None:
    """Keep *draft* for another while; the first time it *is_new*."""
    seal = work.house.keyring.seal(KeyName.IDENTITY)
    row = DraftRow(
        id=draft.id,
        version=draft.version,
        sealed_body=seal.close(_body(draft), f"{_COLUMN}:{draft.id.hex()}"),
        erase_at=work.now + _kept_for(work),
    )
    await (drafts.add if is_new else drafts.change)(work.tx, resident.person, row)


async def erase(work: Work, resident: Resident) -> None:
    """Erase the draft of this resident."""
    await drafts.erase(work.tx, resident.person)


def _kept_for(work: Work) -> timedelta:
    return timedelta(hours=work.house.settings.privacy.draft_hours)


def _body(draft: Draft) -> bytes:
    fields = asdict(replace(draft, id=b""))
    del fields["id"], fields["version"]
    if draft.before is not None:
        del fields["before"]["id"]
    return json.dumps(fields, ensure_ascii=False).encode()


def _opened(row: DraftRow, body: bytes) -> Draft:
    fields: dict[str, Any] = json.loads(body)
    before = fields.pop("before", None)
    draft = _draft(fields | {"id": row.id, "version": row.version})
    return replace(draft, before=_draft(before | {"id": b""})) if before else draft


def _draft(fields: dict[str, Any]) -> Draft:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    known: dict[str, Any] = {
        "pieces": tuple(Piece(**piece) for piece in fields["pieces"]),
        "aside": tuple(Piece(**piece) for piece in fields["aside"]),
        "pending": Piece(**fields["pending"]) if fields["pending"] else None,
        "answers": tuple(Answer(**answer) for answer in fields["answers"]),
        "interval": Span(**fields["interval"]) if fields["interval"] else None,
        "when": When(fields["when"]) if fields["when"] else None,
        "mode": Mode(fields["mode"]) if fields["mode"] else None,
        "settled": tuple(Question(settled) for settled in fields["settled"]),
        "again": Question(fields["again"]) if fields.get("again") else None,
    }
    return Draft(**values | known)

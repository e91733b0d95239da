"""Officers, their invitations, and what they are about to write."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from storage.desk_tables import invitation, officer, officer_scope
from storage.transaction import Tx
from triage.languages import Language


class ScopeKind(StrEnum):
    """What a code of an officer's scope is."""

    ROLE = "role"
    TERRITORY = "territory"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRow:
    """An officer as they stand; `enrolled_at` is None until they used their link."""

    id: bytes
    number: str
    unit: str
    language: Language
    on_duty: bool
    enrolled_at: datetime | None
    withdrawn_at: datetime | None
    sealed_task: bytes | None = field(repr=False)
    scope: Mapping[ScopeKind, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficer:
    """An officer who is invited."""

    id: bytes
    number: str
    unit: str
    language: Language
    scope: Mapping[ScopeKind, frozenset[str]]


async def add(tx: Tx, new: NewOfficer) -> None:
    """Write down an officer who has not come yet."""
    values = {
        "id": new.id,
        "number": new.number,
        "unit": new.unit,
        "language": new.language,
        "on_duty": False,
    }
    await tx.execute(sa.insert(officer).values(values))
    await put_scope(tx, new.id, new.scope)


async def put_scope(tx: Tx, id_: bytes, scope: Mapping[ScopeKind, frozenset[str]]) -> None:
    """Let an officer be and work at just that."""
    await tx.execute(sa.delete(officer_scope).where(officer_scope.c.officer_id == id_))
    rows = [
        {"officer_id": id_, "kind": kind, "code": code}
        for kind, codes in scope.items()
        for code in sorted(codes)
    ]
    if rows:
        await tx.execute(sa.insert(officer_scope), rows)


async def numbers(tx: Tx) -> list[str]:
    """Return every number that was ever given."""
    return list((await tx.execute(sa.select(officer.c.number))).scalars())


async def with_lookup(tx: Tx, lookups: Sequence[bytes]) -> OfficerRow | None:
    """Return the officer whom one of these *lookups* names."""
    return await _one(tx, officer.c.lookup.in_(lookups))


async def with_number(tx: Tx, number: str) -> OfficerRow | None:
    """Return the officer with this number."""
    return await _one(tx, officer.c.number == number)


async def with_id(tx: Tx, id_: bytes) -> OfficerRow | None:
    """Return the officer *id_*."""
    return await _one(tx, officer.c.id == id_)


async def everybody(tx: Tx) -> list[OfficerRow]:
    """Return all officers who were not withdrawn, by number."""
    query = sa.select(officer).where(officer.c.withdrawn_at.is_(None)).order_by(officer.c.number)
    rows = (await tx.execute(query)).all()
    scopes = await _scopes(tx, [row.id for row in rows])
    return [_row(row, scopes.get(row.id, {})) for row in rows]


async def enrol(
    tx: Tx, id_: bytes, *, lookup: bytes, sealed_chat: bytes, language: Language, at: datetime
) -> None:
    """Let an officer be who holds this chat."""
    values = {
        "lookup": lookup,
        "sealed_chat": sealed_chat,
        "language": language,
        "enrolled_at": at,
        "on_duty": True,
    }
    await tx.execute(sa.update(officer).where(officer.c.id == id_).values(values))


async def withdraw(tx: Tx, id_: bytes, at: datetime) -> None:
    """Let somebody be no officer any more; their chat is forgotten."""
    values = {
        "lookup": None,
        "sealed_chat": None,
        "sealed_task": None,
        "withdrawn_at": at,
        "on_duty": False,
    }
    await tx.execute(sa.update(officer).where(officer.c.id == id_).values(values))
    await tx.execute(sa.delete(invitation).where(invitation.c.officer_id == id_))


async def set_unit(tx: Tx, id_: bytes, unit: str) -> None:
    """Let an officer belong to *unit*."""
    await tx.execute(sa.update(officer).where(officer.c.id == id_).values(unit=unit))


async def set_duty(tx: Tx, id_: bytes, *, on_duty: bool) -> None:
    """Let an officer be on duty or off."""
    await tx.execute(sa.update(officer).where(officer.c.id == id_).values(on_duty=on_duty))


async def set_task(tx: Tx, id_: bytes, sealed_task: bytes | None) -> None:
    """Keep what the next message of an officer is for, or that it is for nothing."""
    here = officer.c.id == id_
    await tx.execute(sa.update(officer).where(here).values(sealed_task=sealed_task))


async def speak(tx: Tx, lookups: Sequence[bytes], language: Language) -> None:
    """Write to the officer whom one of *lookups* names in *language* from now on."""
    mine = officer.c.lookup.in_(lookups)
    await tx.execute(sa.update(officer).where(mine).values(language=language))


async def chat_of(tx: Tx, id_: bytes) -> bytes | None:
    """Return the sealed chat of an officer, None where there is no way to them."""
    query = sa.select(officer.c.sealed_chat).where(officer.c.id == id_)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def invite(tx: Tx, token_hash: bytes, officer_id: bytes, erase_at: datetime) -> None:
    """Let whoever has the token be that officer, in place of an earlier token."""
    await tx.execute(sa.delete(invitation).where(invitation.c.officer_id == officer_id))
    values = {"token_hash": token_hash, "officer_id": officer_id, "erase_at": erase_at}
    await tx.execute(sa.insert(invitation).values(values))


async def take_invitation(tx: Tx, token_hash: bytes, now: datetime) -> bytes | None:
    """Return the officer whom an invitation makes, and use it up; None if there is none."""
    here = (invitation.c.token_hash == token_hash, invitation.c.erase_at > now)
    query = sa.delete(invitation).where(*here).returning(invitation.c.officer_id)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def erase_due_invitations(tx: Tx, now: datetime) -> None:
    """Forget links whose time is over."""
    await tx.execute(sa.delete(invitation).where(invitation.c.erase_at <= now))


async def _one(tx: Tx, where: sa.ColumnElement[bool]) -> OfficerRow | None:
    row = (await tx.execute(sa.select(officer).where(where))).one_or_none()
    if row is None:
        return None
    return _row(row, (await _scopes(tx, [row.id])).get(row.id, {}))


async def _scopes(tx: Tx, ids: Collection[bytes]) -> dict[bytes, dict[ScopeKind, frozenset[str]]]:
    query = sa.select(officer_scope).where(officer_scope.c.officer_id.in_(ids))
    found: dict[bytes, dict[ScopeKind, frozenset[str]]] = {}
    for row in await tx.execute(query):
        scope = found.setdefault(row.officer_id, {})
        kind = ScopeKind(row.kind)
        scope[kind] = scope.get(kind, frozenset()) | {row.code}
    return found


def _row(row: sa.Row[tuple[object, ...]], scope: Mapping[ScopeKind, frozenset[str]]) -> OfficerRow:
    return OfficerRow(
        id=row.id,
        number=row.number,
        unit=row.unit,
        language=Language(row.language),
        on_duty=row.on_duty,
        enrolled_at=row.enrolled_at,
        withdrawn_at=row.withdrawn_at,
        sealed_task=row.sealed_task,
        scope=scope,
    )

"""Who is on staff: invited by whoever keeps the house, enrolled by a one-time link.

Every change stands in the record. Nobody learns from a wrong link whether it was
ever a right one.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from casework import deeds, events, officers
from casework.officers import Officer
from casework.work import Resident, Work
from storage import desk, reports, sealing, staff
from storage.keys import KeyName
from storage.staff import NewOfficer, OfficerRow, ScopeKind
from triage import staffing as numbering
from triage.errors import CannotDoThat, Invalid, NotFound
from triage.languages import Language
from triage.permissions import Act, Role

LINK = "staff-"
INVITATION = timedelta(hours=72)
"""How long a link can be used; our own measure."""


class NoSuchInvitation(NotFound):
    """The link was used, is too old, or never was one."""

    text_key = "staff.no_such_invitation"


class NoSuchOfficer(NotFound):
    """Nobody on staff has this number."""

    text_key = "staff.no_such_officer"


class AlreadyStaff(CannotDoThat):
    """This account is another officer's already."""

    text_key = "staff.already"


class BadScope(Invalid):
    """A role, territory or desk that the district does not have; says which."""

    text_key = "staff.bad_scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an officer is and where they work."""

    roles: frozenset[Role]
    # Codes or names of sub-districts and communities; empty for the whole district.
    territories: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The link's token, shown once, and the number of whoever will be enrolled."""

    number: str
    token: str = field(repr=False)


async def invite(work: Work, scope: Scope, actor: str, language: Language) -> Invited:
    """Make an officer who is not there yet, and a link by which somebody becomes them.

    Raises:
        BadScope: If the district has no such territory or desk.
    """
    codes = _codes(work, scope)
    taken = await staff.numbers(work.tx)
    number = numbering.compose(work.house.settings.district.prefix, len(taken) + 1)
    new = NewOfficer(
        id=reports.new_id(), number=number, unit=_unit(scope), language=language, scope=codes
    )
    await staff.add(work.tx, new)
    await _record(work, actor, "staff.invited", new.id)
    return Invited(number=number, token=await _token(work, new.id))


async def invite_again(work: Work, number: str, actor: str) -> Invited:
    """Make a new link for an officer who lost theirs, or their phone; the account before is gone.

    Raises:
        NoSuchOfficer: If nobody has this number, or they left.
    """
    row = await _demand(work, number)
    await _record(work, actor, "staff.invited", row.id)
    return Invited(number=number, token=await _token(work, row.id))


async def enrol(work: Work, resident: Resident, token: str) -> Officer:
    """Let whoever opened the link be the officer it was made for.

    Raises:
        NoSuchInvitation: If the link opens nothing.
        AlreadyStaff: If this account is an officer's already.
    """
    officer_id = await staff.take_invitation(work.tx, _hash(token), work.now)
    if officer_id is None:
        raise NoSuchInvitation("no such invitation")
    lookups = work.house.keyring.lookups(resident.user_id)
    known = await staff.with_lookup(work.tx, lookups)
    if known is not None and known.id != officer_id:
        raise AlreadyStaff("an account that is on staff")
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    place = sealing.place("officer.sealed_chat", officer_id)
    await staff.enrol(
        work.tx,
        officer_id,
        lookup=lookups[0],
        sealed_chat=identity.close(str(resident.chat_id).encode(), place),
        language=resident.language,
        at=work.now,
    )
    row = await staff.with_id(work.tx, officer_id)
    if row is None:
        raise NoSuchInvitation("no officer behind it")
    await _record(work, row.number, "staff.enrolled", officer_id)
    return officers.of_row(row)


async def change(work: Work, number: str, scope: Scope, actor: str) -> None:
    """Let an officer be and work at just that from now on.

    Raises:
        NoSuchOfficer: If nobody has this number, or they left.
        BadScope: If the district has no such territory or desk.
    """
    row = await _demand(work, number)
    await staff.put_scope(work.tx, row.id, _codes(work, scope))
    await staff.set_unit(work.tx, row.id, _unit(scope))
    await _give_back_what_is_out_of_sight(work, row.id)
    await _record(work, actor, "staff.changed", row.id)


async def withdraw(work: Work, number: str, actor: str) -> int:
    """Let somebody be no officer any more; return how many cases go back to their queues.

    Raises:
        NoSuchOfficer: If nobody has this number, or they left.
    """
    row = await _demand(work, number)
    back = await give_back(work, row.id)
    await staff.withdraw(work.tx, row.id, work.now)
    await _record(work, actor, "staff.withdrawn", row.id)
    return back


async def everybody(work: Work) -> list[OfficerRow]:
    """Return all officers who did not leave, by number."""
    return await staff.everybody(work.tx)


async def called(work: Work, number: str) -> Officer | None:
    """Return the officer with this number, None if there is none."""
    known = numbering.parse(number, work.house.settings.district.prefix)
    row = await staff.with_number(work.tx, known) if known else None
    return officers.of_row(row) if row and row.withdrawn_at is None else None


async def set_duty(work: Work, officer: Officer, *, on_duty: bool) -> int:
    """Come on duty or leave it; return how many cases went back to their queues.

    Whoever leaves keeps nothing waiting: what they had is for others to take.
    """
    await staff.set_duty(work.tx, officer.id, on_duty=on_duty)
    verb = "duty.begun" if on_duty else "duty.ended"
    await _record(work, officer.number, verb, officer.id)
    return 0 if on_duty else await give_back(work, officer.id)


async def give_back(work: Work, officer_id: bytes) -> int:
    """Give all cases of an officer back to their queues; return how many."""
    back = 0
    for found in await desk.of_officer(work.tx, officer_id):
        back += await deeds.expire(work, found) is not None
    return back


async def _give_back_what_is_out_of_sight(work: Work, officer_id: bytes) -> None:
    """Give back the cases on which an officer may work no longer."""
    row = await staff.with_id(work.tx, officer_id)
    for found in await desk.of_officer(work.tx, officer_id):
        if row and not await officers.may(work, officers.of_row(row), found.id, Act.WORK):
            await deeds.expire(work, found)


def _codes(work: Work, scope: Scope) -> dict[ScopeKind, frozenset[str]]:
    """Return *scope* in the codes of the district.

    Raises:
        BadScope: If it names what the district does not have.
    """
    known = work.house.data.routing.desks
    for code in sorted(scope.desks):
        if code not in known:
            raise BadScope("no such desk", word=code)
    return {
        ScopeKind.ROLE: frozenset(scope.roles),
        ScopeKind.TERRITORY: _territories(work, scope.territories),
        ScopeKind.DESK: scope.desks,
    }


def _unit(scope: Scope) -> str:
    """Return the code of a unit, empty if none is given.

    Raises:
        BadScope: If it cannot be one.
    """
    unit = numbering.parse_unit(scope.unit) if scope.unit else ""
    if unit is None:
        raise BadScope("no unit", word=scope.unit)
    return unit


def _territories(work: Work, typed: Collection[str]) -> frozenset[str]:
    gazetteer = work.house.data.gazetteer
    found: set[str] = set()
    for word in sorted(typed):
        codes = gazetteer.territories_called(word)
        # Two communities of one name: by their codes.
        if len(codes) != 1:
            raise BadScope("no such territory", word=word)
        found |= codes
    return frozenset(found)


async def _demand(work: Work, number: str) -> OfficerRow:
    known = numbering.parse(number, work.house.settings.district.prefix)
    row = await staff.with_number(work.tx, known) if known else None
    if row is None or row.withdrawn_at is not None:
        raise NoSuchOfficer("no such officer")
    return row


async def _token(work: Work, officer_id: bytes) -> str:
    token = secrets.token_urlsafe(24)
    await staff.invite(work.tx, _hash(token), officer_id, work.now + INVITATION)
    return token


def _hash(token: str) -> bytes:
    # 192 random bits: a plain hash cannot be turned round.
    return hashlib.sha256(token.encode()).digest()


async def _record(work: Work, actor: str, verb: str, officer_id: bytes) -> None:
    await events.record(
        work, verb, actor=actor, subject="officer", subject_id=officer_id, exact=True
    )

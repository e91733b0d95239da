"""Who of the staff asks, and whether they may. Unknown and not theirs is the same answer."""

from dataclasses import dataclass, field

from casework.work import Work
from storage import cases, staff
from storage.cases import CaseRow
from storage.sights import Sight
from storage.staff import OfficerRow, ScopeKind
from triage import permissions
from triage.errors import CannotDoThat, NotFound
from triage.languages import Language
from triage.permissions import Act, Duty, Role
from triage.realms import Realm, realm_of
from triage.routing import Queue

# To know that a sealed case is there, and to open it, needs no second officer.
_UNOPENED = frozenset({Act.LIST})


class NoSuchCase(NotFound):
    """There is no such case, or it is in a queue of others."""

    text_key = "desk.no_such_case"


class Sealed(CannotDoThat):
    """A case of integrity that two officers of different units have not opened together."""

    text_key = "desk.sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody on staff, by the number that the record knows them by.

    No *territories* is the whole district, no *desks* all desks of their queues.
    """

    number: str
    roles: frozenset[Role]
    id: bytes = b""
    unit: str = ""
    territories: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    language: Language = Language.EN
    on_duty: bool = True
    sealed_task: bytes | None = field(default=None, repr=False)

    def queues(self, act: Act) -> frozenset[Queue]:
        """Return the queues in which they may do *act*."""
        return permissions.queues(self.roles, act)

    def sight(self, act: Act) -> Sight:
        """Return the cases with which they may do *act*."""
        return Sight(
            kinds={queue: permissions.kinds(self.roles, act, queue) for queue in Queue},
            territories=self.territories,
            desks=self.desks,
            # Whoever heads a queue sees what would be everybody's and nobody's.
            unplaced=permissions.queues(self.roles, Act.CHARGE),
            opened=act not in _UNOPENED,
        )


async def demand(work: Work, officer: Officer, case_id: bytes, act: Act) -> CaseRow:
    """Return the case if *officer* may do *act* there.

    Raises:
        NoSuchCase: If there is none, or they may not.
        Sealed: If it is theirs, but nobody has opened it with them.
    """
    found = await cases.one(work.tx, case_id)
    if found is None or not await _sees(work, officer, case_id, Act.LIST):
        raise NoSuchCase("no case, or one of others")
    if act not in _UNOPENED and not await _sees(work, officer, case_id, act):
        if found.queue is Queue.INTEGRITY and found.queue in officer.queues(act):
            raise Sealed("a sealed case that is not open")
        raise NoSuchCase("no case, or one with which they may not do that")
    return found


async def may(work: Work, officer: Officer, case_id: bytes, act: Act) -> bool:
    """Return whether *officer* may do *act* with a case."""
    return await _sees(work, officer, case_id, act)


def demand_duty(officer: Officer, duty: Duty) -> None:
    """Return if *officer* has a duty of the house.

    Raises:
        NotYourDuty: If it is not theirs.
    """
    permissions.demand_duty(officer.roles, duty)


async def of_user(work: Work, user_id: int) -> Officer | None:
    """Return the officer who has this account on Telegram, None for anybody else."""
    row = await staff.with_lookup(work.tx, work.house.keyring.lookups(user_id))
    return of_row(row) if row else None


def of_row(row: OfficerRow) -> Officer:
    """Return an officer as they ask for things."""
    return Officer(
        number=row.number,
        roles=frozenset(Role(code) for code in row.scope.get(ScopeKind.ROLE, ())),
        id=row.id,
        unit=row.unit,
        territories=row.scope.get(ScopeKind.TERRITORY, frozenset()),
        desks=row.scope.get(ScopeKind.DESK, frozenset()),
        language=row.language,
        on_duty=row.on_duty,
        sealed_task=row.sealed_task,
    )


def realm(found: CaseRow) -> Realm:
    """Return the realm of a case."""
    return realm_of(found.queue, found.kind)


async def _sees(work: Work, officer: Officer, case_id: bytes, act: Act) -> bool:
    return await cases.is_in(work.tx, case_id, officer.sight(act))

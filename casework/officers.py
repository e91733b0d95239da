"""Who of the staff asks, and whether they may. Unknown and not theirs is the same answer."""

from dataclasses import dataclass

from casework.work import Work
from storage import cases
from storage.cases import CaseRow
from triage import permissions
from triage.errors import NotFound
from triage.permissions import Act, Role
from triage.realms import Realm, realm_of
from triage.routing import Queue


class NoSuchCase(NotFound):
    """There is no such case, or it is in a queue of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody on staff, by the number that the record knows them by."""

    number: str
    roles: frozenset[Role]

    def queues(self, act: Act) -> frozenset[Queue]:
        """Return the queues in which they may do *act*."""
        return permissions.queues(self.roles, act)


async def demand(work: Work, officer: Officer, case_id: bytes, act: Act) -> CaseRow:
    """Return the case if *officer* may do *act* there.

    Raises:
        NoSuchCase: If there is none, or they may not.
    """
    found = await cases.one(work.tx, case_id)
    if found is None or found.queue not in officer.queues(act):
        raise NoSuchCase("no case, or one of others")
    return found


def realm(found: CaseRow) -> Realm:
    """Return the realm of a case."""
    return realm_of(found.queue, found.kind)

"""Which reports may meet: what integrity and care hold is compared with nothing else."""

from collections.abc import Iterable
from enum import StrEnum

from triage.categories import CaseKind
from triage.routing import Queue


class Realm(StrEnum):
    """Reports with an index of their own, under a key of its own."""

    ORDINARY = "ordinary"
    INTEGRITY = "integrity"
    CARE = "care"


def realm_of(queue: Queue, kind: CaseKind) -> Realm:
    """Return the realm of a case.

    Distress stays in care also while its danger waits in the urgent queue.
    """
    if queue is Queue.INTEGRITY:
        return Realm.INTEGRITY
    return Realm.CARE if kind is CaseKind.CARE or queue is Queue.CARE else Realm.ORDINARY


def realms_of(queues: Iterable[Queue]) -> tuple[Realm, ...]:
    """Return the realms that whoever works *queues* belongs to.

    The urgent queue makes nobody belong to care, though danger brings some of
    its cases there.
    """
    own = {Queue.INTEGRITY: Realm.INTEGRITY, Queue.CARE: Realm.CARE}
    belongs = {own.get(queue, Realm.ORDINARY) for queue in queues}
    return tuple(realm for realm in Realm if realm in belongs)

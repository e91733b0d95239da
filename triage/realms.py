"""Which reports may meet: what integrity and care hold is compared with nothing else."""

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

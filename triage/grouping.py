"""What becomes of cases when their reports are put together or apart, and taken back."""

from dataclasses import dataclass, replace

from triage.categories import Severity
from triage.routing import Queue
from triage.standing import MERGED, OPEN, WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What of a case changes with the reports in it."""

    state: str
    queue: Queue
    desk: str
    severity: Severity
    # The case that its reports went to, if none is left.
    absorbed_into: bytes | None = None


def absorbed(shape: Shape, into: bytes) -> Shape:
    """Return a case all of whose reports went *into* another."""
    return replace(shape, state=MERGED, absorbed_into=into)


def taken_in(shape: Shape, other: Shape) -> Shape:
    """Return the case *shape* with the reports of *other*: as urgent as the more urgent.

    It goes to the queue and desk of the other only if that one is urgent: people
    who verify and people who mediate do not get each other's cases by a merge.
    """
    leads = other.queue is Queue.URGENT and shape.queue is not Queue.URGENT
    return replace(
        shape,
        queue=other.queue if leads else shape.queue,
        desk=other.desk if leads else shape.desk,
        # S0 is the most severe.
        severity=min(shape.severity, other.severity),
    )


def settled(shape: Shape, *, stands: bool) -> Shape:
    """Return a case as its reports have it: withdrawn if none of them *stands*.

    A case that was closed or merged stays that.
    """
    if shape.state not in {OPEN, WITHDRAWN}:
        return shape
    return replace(shape, state=OPEN if stands else WITHDRAWN)


def taken_back(now: Shape, before: Shape, after: Shape) -> Shape:
    """Return the case *now* without the change from *before* to *after*.

    What has become something else since stays as it is: a case that danger has
    made urgent is urgent whoever takes back a merge.
    """
    return Shape(
        state=before.state if now.state == after.state else now.state,
        queue=before.queue if now.queue == after.queue else now.queue,
        desk=before.desk if now.desk == after.desk else now.desk,
        severity=before.severity if now.severity == after.severity else now.severity,
        absorbed_into=before.absorbed_into
        if now.absorbed_into == after.absorbed_into
        else now.absorbed_into,
    )

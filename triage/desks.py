"""The people who serve part of a queue, as the district names them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from triage.errors import CannotDoThat
from triage.languages import Language
from triage.routing import Queue


class SameOfficer(CannotDoThat):
    """A desk that looks at work anew was given to somebody who had the case before."""

    text_key = "desk.same_officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk and the queues it serves.

    At one of *other_officer* only those work on a case who never had it before: it
    looks at what was done (domain: 复核, review).
    """

    code: str
    queues: tuple[Queue, ...]
    names: Mapping[Language, str]
    other_officer: bool = False


def demand_other(desk: Desk, officer: bytes, earlier: Collection[bytes]) -> None:
    """Let *officer* have a case at *desk* that *earlier* ones have had.

    Raises:
        SameOfficer: If the desk wants somebody else, and this is one of them.
    """
    if desk.other_officer and officer in earlier:
        raise SameOfficer("a review by an officer who had the case")

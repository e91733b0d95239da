"""Questions that officers ask again and again, ready in every language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from triage.languages import Language
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A text for reporters of cases in *queues*, of all if there are none."""

    code: str
    queues: frozenset[Queue]
    names: Mapping[Language, str]
    texts: Mapping[Language, str]


def for_queue(replies: Sequence[Reply], queue: Queue) -> tuple[Reply, ...]:
    """Return the replies for cases in *queue*, in the order of the file."""
    return tuple(one for one in replies if not one.queues or queue in one.queues)

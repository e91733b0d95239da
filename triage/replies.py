"""Sentences that officers send often, ready in every language.

An officer picks one and may change it before it goes out. They promise nothing and
ask nobody who they are (triage/outgoing.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage.languages import Language
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A saved reply, for officers of *queues*; *names* are what they pick it by."""

    code: str
    queues: tuple[Queue, ...]
    names: Mapping[Language, str]
    texts: Mapping[Language, str]


def in_queue(replies: Iterable[Reply], queue: Queue) -> tuple[Reply, ...]:
    """Return those of *replies* that are for cases of *queue*, in order."""
    return tuple(reply for reply in replies if queue in reply.queues)

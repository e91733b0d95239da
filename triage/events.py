"""The chain of events: each line carries the hash of the one before.

Whoever changes, drops or moves one line breaks every hash behind it. A line
holds ids and verbs, never a person's words; what was written is bound to it by
a salted commitment, and erasing the salt makes the commitment say nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the record, numbered without gaps from 1."""

    seq: int
    at: datetime
    actor: str
    verb: str
    subject: str
    subject_id: bytes | None
    commitment: bytes | None


def hash_of(event: Event, before: bytes) -> bytes:
    """Return the hash of *event* behind the hash *before*, SHA-256, 32 bytes.

    Every part is hashed with its length, so that no two events share one
    spelling.
    """
    at = int(event.at.astimezone(UTC).timestamp() * 1_000_000)
    words = (event.seq, at, event.actor, event.verb, event.subject)
    parts = [str(word).encode() for word in words]
    parts += [event.subject_id or b"", event.commitment or b""]
    digest = hashlib.sha256(before)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def commitment(salt: bytes, content: bytes) -> bytes:
    """Return what binds an event to *content* without telling it, 32 bytes."""
    return hashlib.sha256(len(salt).to_bytes(8, "big") + salt + content).digest()


def first_broken(
    links: Iterable[tuple[Event, bytes, bytes]], before: bytes = GENESIS, seq: int = 0
) -> int | None:
    """Return the number at which the chain breaks, or None if it holds.

    Args:
        links: Events in order, each with its stored `before` and `hash`.
        before: The hash of the event ahead of the first link.
        seq: The number of that event.
    """
    for event, stored_before, stored_hash in links:
        seq += 1
        whole = event.seq == seq and stored_before == before
        if not whole or hash_of(event, before) != stored_hash:
            return seq
        before = stored_hash
    return None

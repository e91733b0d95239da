"""How much one person may send, and when they may again.

What is counted is counted over slots of the clock, ten minutes or a day, so
that what is kept about somebody is a number and a slot, not a moment. At the
border of two slots twice as much goes through, which does no harm.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

MESSAGES_MINUTES = 10
# Who is told "until when" is not told again within a minute: thirty messages in a
# row would otherwise get thirty answers, each one a second after the other.
TOLD_SECONDS = 60
# Shorter texts are alike by chance: "老公打我", "there is a gas smell".
SHORTEST_COPY = 20
COPY_HOURS = 24
# The same person sends the same words twice when the first time looked lost.
OWN_COPIES = 2
# Commands and buttons go on this many times longer than words.
_PATIENCE = 2


# Longer than a month is no pause but a ban; the next flood can be muted again.
LONGEST_MUTE_HOURS = 720


class MuteReason(StrEnum):
    """Why somebody is not listened to for a while; it stands in the record."""

    FLOOD = "flood"
    COPIES = "copies"
    INSULTS = "insults"
    THREATS = "threats"


class Kind(StrEnum):
    """What somebody sends: something to be kept, a command, a pressed button."""

    WORDS = "words"
    COMMAND = "command"
    PRESS = "press"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A stretch of time in which deeds are counted together; `end` is no part of it."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """How often one text was sent lately: by the same person, and by how many others."""

    own: int
    others: int


def minutes_around(now: datetime, minutes: int = MESSAGES_MINUTES) -> Slot:
    """Return the slot of so many *minutes* that *now* lies in."""
    seconds = minutes * 60
    begin = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
    return Slot(begin=begin, end=begin + timedelta(minutes=minutes))


def day_around(local: datetime) -> Slot:
    """Return the day, from midnight to midnight, that *local* lies in.

    Args:
        local: A moment by the clock of the district, with its time zone.
    """
    today = datetime.combine(local.date(), time.min, local.tzinfo)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time.min, local.tzinfo)
    # Days in which the clock is changed have 23 or 25 hours: only UTC counts them right.
    return Slot(begin=today.astimezone(UTC), end=tomorrow.astimezone(UTC))


def is_taken(kind: Kind, count: int, most: int) -> bool:
    """Return whether the *count*-th thing somebody sends in a slot is taken.

    Whoever wrote too much can still send what they wrote, throw it away, or ask
    for help: commands and buttons are taken twice as long as words.
    """
    return count <= (most if kind is Kind.WORDS else most * _PATIENCE)


def is_copied(copies: Copies, most: int) -> bool:
    """Return whether one more report with the same words would be a mass message.

    Neighbours do share one honest text, so a handful of chats may: *most*.
    """
    return copies.own >= OWN_COPIES or copies.others >= most


def can_be_copied(plain: str) -> bool:
    """Return whether a text in its plain form (`words.plain`) is long enough to be a copy."""
    return len(plain) >= SHORTEST_COPY

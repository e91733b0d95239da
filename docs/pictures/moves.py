"""What somebody does on a phone, one thing at a time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Write *words*; {receipt} stands for the newest receipt in the chat."""

    words: str
    # The words of the message that this one replies to, or a part of them.
    reply_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Press the newest button with this label."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change the own message that holds *old*."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photos:
    """Send photos, as an album if there are several; the first has the caption."""

    number: int = 1
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Send a voice message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Send a location."""

    latitude: float
    longitude: float


Move = Say | Press | Change | Photos | Voice | Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation from its first word to its last.

    Args:
        name: Of the file with its picture.
        person: Who types.
        language_code: What the phone says it speaks.
        moves: What the person does.
        hears: Sentences that the bot must say on the way.
    """

    name: str
    person: str
    language_code: str
    moves: tuple[Move, ...]
    hears: tuple[str, ...]

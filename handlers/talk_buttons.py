"""What the buttons after Send carry.

t|TALK|VERB   a button about a report; TALK opens nothing for anyone else
f|ANSWER      forget me, or do not
"""

import base64
import binascii
from dataclasses import dataclass, field
from enum import StrEnum

from casework.sayings import Button, Text
from triage.errors import Outdated

PREFIX = "t|"
FORGET_PREFIX = "f|"
FORGET = f"{FORGET_PREFIX}yes"
DO_NOT_FORGET = f"{FORGET_PREFIX}no"


class TalkVerb(StrEnum):
    """What can be done about a report that was sent."""

    ADD = "add"
    DONE = "done"
    RECEIPT = "receipt"
    WITHDRAW = "withdraw"
    WITHDRAW_NOW = "now"
    KEEP = "keep"
    NOT_SOLVED = "unsolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPress:
    """A button about a report, read back."""

    talk: bytes = field(repr=False)
    verb: TalkVerb


def of_talk(label: Text, talk: bytes, verb: TalkVerb) -> Button:
    """Return a button that does *verb* to the report of *talk*."""
    id_ = base64.urlsafe_b64encode(talk).decode().rstrip("=")
    return Button(label=label, data=f"{PREFIX}{id_}|{verb}")


def talk_press(data: str) -> TalkPress:
    """Return what a button about a report says.

    Raises:
        Outdated: If it is not one of this release's buttons.
    """
    try:
        _, id_, verb = data.split("|")
        return TalkPress(talk=base64.urlsafe_b64decode(id_ + "="), verb=TalkVerb(verb))
    except (ValueError, binascii.Error):
        raise Outdated("button of another release") from None

"""What officers' buttons carry: o|CASE|VERSION|VERB|VALUE, at most 64 bytes.

VERSION is that of the case as the button shows it: on a case that has changed
since, it does nothing.
"""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum

from casework.sayings import Button, Text
from triage.errors import Outdated

PREFIX = "o|"


class Verb(StrEnum):
    """What is pressed; acts on a case (triage/leads.py) go by `ACT` and their name."""

    SHOW = "show"
    READ = "read"
    # The words for it come with the next message.
    ACT = "act"
    NOTE = "note"
    EVIDENCE = "evidence"
    SNOOZE = "snooze"
    ASK = "ask"
    REPLY = "reply"
    ASK_NOW = "asknow"
    NEVER_MIND = "never"
    CHECKLIST = "list"
    TICK = "tick"
    REROUTE = "route"
    ROUTE_TO = "to"
    SEIZE = "seize"
    FILE = "file"
    CONTACT = "who"
    CONFIRM = "open"
    CHARGE = "charge"
    LINKS = "links"
    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPress:
    """A button of an officer, read back."""

    case_id: bytes
    version: int
    verb: Verb
    value: str


def of_case(label: Text, case: tuple[bytes, int], verb: Verb, value: str = "") -> Button:
    """Return a button about a case, which is given by its id and version."""
    id_ = base64.urlsafe_b64encode(case[0]).decode().rstrip("=")
    return Button(label=label, data=f"{PREFIX}{id_}|{case[1]}|{verb}|{value}")


def desk_press(data: str) -> DeskPress:
    """Return what a button of an officer says.

    Raises:
        Outdated: If it is none of this release's buttons.
    """
    try:
        _, id_, version, verb, value = data.split("|", 4)
        return DeskPress(
            case_id=base64.urlsafe_b64decode(id_ + "=="),
            version=int(version),
            verb=Verb(verb),
            value=value,
        )
    except (ValueError, binascii.Error):
        raise Outdated("button of another release") from None

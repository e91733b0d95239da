"""What buttons carry, at most 64 bytes (Bot API, InlineKeyboardButton).

d|TICKET|VERSION|VERB|VALUE   a button of a draft
l|LANGUAGE                    a language
k|CODE                        a kind, to begin a report with
w                             wipe this chat
"""

import base64
import binascii
from dataclasses import dataclass

from casework.sayings import Button, Text
from triage.drafts import Ticket
from triage.errors import Outdated
from triage.languages import Language

SEND = "send"
TELL = "tell"
ADD = "add"
NUMBERS = "numbers"
NO_FILES = "nofiles"
FILING = frozenset({SEND, TELL})
"""The verbs that make a report: a receipt is drawn for them."""

WIPE = "w"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPress:
    """A button of a draft, read back."""

    ticket: Ticket
    verb: str
    value: str


def of_draft(label: Text, ticket: Ticket, verb: str, value: str = "") -> Button:
    """Return a button that answers a question about the draft of *ticket*."""
    id_ = base64.urlsafe_b64encode(ticket.draft).decode().rstrip("=")
    return Button(label=label, data=f"d|{id_}|{ticket.version}|{verb}|{value}")


def of_language(language: Language) -> Button:
    """Return the button that chooses *language*."""
    return Button(label=Text(key=f"language.{language}"), data=f"l|{language}")


def of_kind(label: Text, code: str) -> Button:
    """Return the button that begins a report of the kind *code*."""
    return Button(label=label, data=f"k|{code}")


def draft_press(data: str) -> DraftPress:
    """Return what a draft's button says.

    Raises:
        Outdated: If it is not one of this release's buttons.
    """
    try:
        _, id_, version, verb, value = data.split("|", 4)
        ticket = Ticket(draft=base64.urlsafe_b64decode(id_ + "=="), version=int(version))
    except (ValueError, binascii.Error):
        raise Outdated("button of another release") from None
    return DraftPress(ticket=ticket, verb=verb, value=value)


def chosen_language(data: str) -> Language:
    """Return the language that a button names.

    Raises:
        Outdated: If there is no such language.
    """
    try:
        return Language(data.removeprefix("l|"))
    except ValueError:
        raise Outdated("button with an unknown language") from None

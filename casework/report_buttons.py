"""What buttons carry under what comes to a reporter by itself: q|REPORT|VERB.

The id of the report opens nothing: whoever presses must be its reporter.
"""

import base64
import binascii
from enum import StrEnum

from triage.errors import Outdated

PREFIX = "q|"


class Verb(StrEnum):
    """What a reporter may do about what was said to them."""

    ANSWER = "answer"
    SOLVED = "solved"
    NOT_SOLVED = "unsolved"
    NOT_SOLVED_NOW = "unsolvednow"
    STARS = "stars"


def data(report_id: bytes, verb: Verb, value: str = "") -> str:
    """Return what a button carries."""
    id_ = base64.urlsafe_b64encode(report_id).decode().rstrip("=")
    return f"{PREFIX}{id_}|{verb}|{value}"


def read(carried: str) -> tuple[bytes, Verb, str]:
    """Return the report, the verb and the value of a button.

    Raises:
        Outdated: If it is none of this release's buttons.
    """
    try:
        _, id_, verb, value = carried.split("|", 3)
        return base64.urlsafe_b64decode(id_ + "=="), Verb(verb), value
    except (ValueError, binascii.Error):
        raise Outdated("button of another release") from None

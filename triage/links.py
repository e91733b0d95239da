"""What may be said of a report and a case."""

from enum import StrEnum


class LinkState(StrEnum):
    """How a report and a case stand to each other.

    A machine suggests, or links provisionally: the report stands in the case,
    and counts for nothing until an officer opens it. Only officers confirm and
    refuse. What is related is another matter at the same place or of the same
    people: never proposed again either.
    """

    SUGGESTED = "suggested"
    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    RELATED = "related"

"""What an officer's note is for."""

from enum import StrEnum


class NoteKind(StrEnum):
    """EVIDENCE says what was found; without one nothing counts as verified."""

    NOTE = "note"
    EVIDENCE = "evidence"
    REASON = "reason"
    HANDOVER = "handover"


LONGEST = 4_000
"""Characters of a note: about what one message of Telegram holds."""

"""Write down what was done: every use case does, from the first day."""

from casework.work import Work, to_the_hour
from storage import events

RESIDENT = "resident"
BOT = "bot"
OPERATOR = "operator"


async def record(
    work: Work,
    verb: str,
    *,
    actor: str,
    subject: str,
    subject_id: bytes | None = None,
    commitment: bytes | None = None,
    exact: bool = False,
) -> int:
    """Add one event to the record and return its number.

    What residents do carries the hour and no minute unless *exact*: the
    neighbours of an anonymous report in the chain must not tell its minute.
    """
    return await events.append(
        work.tx,
        at=work.now if exact else to_the_hour(work.now),
        actor=actor,
        verb=verb,
        subject=subject,
        subject_id=subject_id,
        commitment=commitment,
    )

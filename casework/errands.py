"""What the next private message of an officer is for; kept sealed, and for a while only."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from casework.officers import Officer
from casework.work import House, Work
from storage import sealing, staff
from storage.keys import KeyName

_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A verb on a case that waits for words.

    *value* says more of the verb, *report_id* whom it is about, *text* what was
    written so far.
    """

    verb: str
    case_id: bytes
    value: str = ""
    report_id: bytes = b""
    text: str = field(default="", repr=False)


async def begin(work: Work, officer: Officer, errand: Errand) -> None:
    """Let the next message of *officer* be for this."""
    whole = asdict(errand) | {
        "case_id": errand.case_id.hex(),
        "report_id": errand.report_id.hex(),
        "until": (work.now + _LASTS).isoformat(),
    }
    identity = work.house.keyring.seal(KeyName.IDENTITY)
    place = sealing.place("officer.sealed_task", officer.id)
    await staff.set_task(work.tx, officer.id, identity.close(json.dumps(whole).encode(), place))


async def end(work: Work, officer: Officer) -> None:
    """Let the next message of *officer* be for nothing."""
    if officer.sealed_task is not None:
        await staff.set_task(work.tx, officer.id, None)


def of_officer(house: House, officer: Officer, now: datetime) -> Errand | None:
    """Return what the next message of *officer* is for, None if for nothing."""
    if officer.sealed_task is None:
        return None
    identity = house.keyring.seal(KeyName.IDENTITY)
    place = sealing.place("officer.sealed_task", officer.id)
    whole = json.loads(identity.open(officer.sealed_task, place))
    if datetime.fromisoformat(whole.pop("until")) < now:
        return None
    return Errand(
        **whole
        | {
            "case_id": bytes.fromhex(whole["case_id"]),
            "report_id": bytes.fromhex(whole["report_id"]),
        }
    )

"""Once a day, tell the auditors how far the record is: a number and a hash.

Who keeps these can show later that nothing before them was changed, also against
somebody who can write the database and compute its chain anew.
"""

from casework import events, outbox
from casework.sayings import Params, Saying, Text
from casework.work import Work
from storage import events as record

AUDIT = "audit"


async def anchor(work: Work) -> bool:
    """Post the head of the record, if that was not done today; return whether it was now.

    Without a chat of auditors nothing is posted.
    """
    if work.house.settings.telegram.chats.by_name(AUDIT) is None:
        return False
    today = work.house.settings.district.local(work.now).date()
    if not await record.mark_anchored(work.tx, today):
        return False
    seq, digest = await record.head(work.tx)
    language = work.house.settings.district.language
    params: Params = {"seq": seq, "hash": digest.hex(), "day": today.isoformat()}
    text = Text(key="audit.anchor", params=params)
    await outbox.alarm(work, AUDIT, Saying(language=language, texts=(text,)))
    await events.record(work, "record.anchored", actor=events.BOT, subject="record", exact=True)
    return True

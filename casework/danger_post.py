"""Wake people when a report speaks of danger."""

from casework import names, outbox
from casework.sayings import Saying, Text
from casework.work import Work
from triage.drafts import Draft
from triage.routing import Queue

DUTY = "duty"
INTEGRITY = "integrity"


async def send(work: Work, draft: Draft, queue: Queue, reference: str) -> None:
    """Post reference, kind and place of a dangerous report, and none of its words.

    A report for integrity goes to the twin team's own chat: whom it names may
    well be reading in the duty chat.
    """
    data, language = work.house.data, work.house.settings.district.language
    params: dict[str, str | int] = {
        "reference": reference,
        "kind": names.kind(data, draft.category, language),
        "place": " · ".join(names.territory(data, draft, language)) or "—",
    }
    saying = Saying(language=language, texts=(Text(key="duty.danger", params=params),))
    await outbox.alarm(work, INTEGRITY if queue is Queue.INTEGRITY else DUTY, saying)

"""Wake people when a report speaks of danger."""

from casework import names, outbox
from casework.sayings import Params, Saying, Text
from casework.work import Work
from triage.danger import Danger
from triage.drafts import Draft
from triage.routing import Queue

DUTY = "duty"
INTEGRITY = "integrity"


async def send(work: Work, draft: Draft, queue: Queue, reference: str) -> None:
    """Post reference, kind and place of a dangerous report, and none of its words.

    A report for integrity goes to the twin team's own chat: whom it names may
    well be reading in the duty chat.
    """
    params = {"reference": reference, **_params(work, draft)}
    name = INTEGRITY if queue is Queue.INTEGRITY else DUTY
    await outbox.alarm(work, name, _saying(work, Text(key="duty.danger", params=params)))


async def tell_at_once(work: Work, draft: Draft, danger: Danger) -> None:
    """Post that somebody has just written of *danger*, before it is a report.

    Without a word of what was written and without a way to the person: who is
    on duty learns that somebody is in need, and is ready when the report comes.
    """
    key = f"duty.at_once.{danger.removeprefix('danger.')}"
    saying = _saying(work, Text(key=key, params=_params(work, draft)))
    await outbox.alarm(work, DUTY, saying)


def _params(work: Work, draft: Draft) -> Params:
    data, language = work.house.data, work.house.settings.district.language
    return {
        "kind": names.kind(data, draft.kind, language),
        "place": " · ".join(names.territory(data, draft, language)) or "—",
    }


def _saying(work: Work, text: Text) -> Saying:
    return Saying(language=work.house.settings.district.language, texts=(text,))

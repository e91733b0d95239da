"""Wake people when a report speaks of danger."""

from casework import directing, names, outbox
from casework.sayings import Params, Saying, Text
from casework.work import House, Work
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
    text = Text(key="duty.danger", params=params)
    await outbox.alarm(work, _chat_of(queue), _saying(work, text))


async def tell_at_once(work: Work, draft: Draft, danger: Danger) -> None:
    """Post that somebody has just written of *danger*, before it is a report.

    Without a word of what was written and without a way to the person: who is
    on duty learns that somebody is in need, and is ready when the report comes.
    """
    key = f"duty.at_once.{danger.removeprefix('danger.')}"
    saying = _saying(work, Text(key=key, params=_params(work, draft)))
    await outbox.alarm(work, DUTY, saying)


def is_heard(house: House, queue: str | None = None) -> bool:
    """Return whether there is a chat for danger in *queue*; without one, for what is told at once.

    Nobody may be told that people on duty know, where none are.
    """
    name = _chat_of(queue) if queue else DUTY
    return house.settings.telegram.chats.by_name(name) is not None


def would_be_heard(work: Work, draft: Draft) -> bool:
    """Return whether there is a chat for the report that *draft* would become as it stands."""
    if draft.danger is None:
        return False
    data = work.house.data
    code = draft.kind or data.dangers[Danger(draft.danger)].category
    category = data.categories.category(code)
    if category is None:
        return False
    route = directing.of_draft(work.house, draft, category, work.now)
    return is_heard(work.house, route.queue)


def _chat_of(queue: str) -> str:
    return INTEGRITY if queue == Queue.INTEGRITY else DUTY


def _params(work: Work, draft: Draft) -> Params:
    data, language = work.house.data, work.house.settings.district.language
    return {
        "kind": names.kind(data, draft.kind, language),
        "place": " · ".join(names.territory(data, draft, language)) or "—",
    }


def _saying(work: Work, text: Text) -> Saying:
    return Saying(language=work.house.settings.district.language, texts=(text,))

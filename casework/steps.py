"""Where a draft stands after something was said: kept, recorded, danger in it warned of."""

from dataclasses import dataclass, replace

from casework import answering, danger_post, drafts, events, reading
from casework.answering import Heard, Note, Reader
from casework.work import Resident, Work
from triage import languages
from triage.danger import Danger
from triage.drafts import Draft
from triage.languages import Language
from triage.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a draft stands: what to ask next, and what to say first.

    `warnings` are dangers to be answered before anything else, the most urgent
    first, in `language`, that of the words they were read from. `is_heard` is
    whether people on duty hear at once of what must be told at once, `can_tell`
    whether they would hear of the draft if it were sent as it stands.
    """

    draft: Draft
    question: Question
    note: Note = Note.NONE
    outside: str | None = None
    warnings: tuple[Danger, ...] = ()
    language: Language
    is_heard: bool = False
    can_tell: bool = False


def reader(work: Work) -> Reader:
    """Return what reads words at this moment."""
    local = work.house.settings.district.local(work.now)
    return Reader(data=work.house.data, now=local)


async def kept(
    work: Work, resident: Resident, heard: Heard, *, words_: str = "", is_new: bool = False
) -> Step:
    """Keep what was heard; danger in *words_* is answered, and told where it must be."""
    draft, warnings = answering.warned(heard.draft, words_, work.house.data)
    await drafts.keep(work, resident, draft, is_new=is_new)
    verb = "draft.opened" if is_new else "draft.changed"
    await events.record(work, verb, actor=events.RESIDENT, subject="draft")
    for danger in warnings:
        if work.house.data.dangers[danger].alert:
            await danger_post.tell_at_once(work, draft, danger)
    step = at(work, resident, replace(heard, draft=draft))
    spoken = languages.language_of(words_, resident.language)
    return replace(step, warnings=warnings, language=spoken)


def at(work: Work, resident: Resident, heard: Heard) -> Step:
    """Return where a draft stands, and what is to be said of what was *heard*."""
    question = reading.question(heard.draft, work.house.data)
    asks_safe = question is Question.SAFE
    return Step(
        draft=heard.draft,
        question=question,
        note=heard.note,
        outside=heard.outside,
        language=resident.language,
        is_heard=danger_post.is_heard(work.house),
        can_tell=asks_safe and danger_post.would_be_heard(work, heard.draft),
    )

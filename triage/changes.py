"""Answer a question once more, or leave the first answer as it was."""

from dataclasses import replace

from triage import drafts
from triage.drafts import Answer, Draft
from triage.questions import FIELDS, Question

_PLACE = (Question.SUBDISTRICT, Question.COMMUNITY)
_TOGETHER = {
    Question.KIND: (Question.KIND, Question.SUBKIND),
    Question.SUBDISTRICT: _PLACE,
    Question.WHEN: (Question.WHEN,),
    Question.MODE: (Question.MODE, Question.NAME, Question.REACH),
}


def changing(draft: Draft, question: Question) -> Draft:
    """Return *draft* with *question* asked once more; the answer so far waits.

    Whoever presses "Change" and then thinks better of it loses nothing.
    """
    before = replace(draft, pieces=(), pending=None, aside=(), files=0, before=None, again=None)
    return drafts.with_found(drafts.reopened(draft, question), before=before, again=question)


def kept(draft: Draft) -> Draft:
    """Return *draft* with the answer it had before it was asked for once more.

    Words that were typed since and led to no place stay beside it.
    """
    before, question = draft.before, draft.again
    assert before is not None and question is not None, "asked for once more"  # noqa: S101, PT018
    if question is Question.DETAIL:
        return _done(draft, answers=before.answers, settled=before.settled)
    names = [name for one in _TOGETHER[question] for name in FIELDS[one]]
    fields: dict[str, object] = {name: getattr(before, name) for name in names}
    if question is Question.SUBDISTRICT and draft.place_words:
        words = (before.place_words, draft.place_words)
        fields["place_words"] = "\n".join(one for one in words if one)
    return _done(draft, settled=before.settled, **fields)


def answer_before(draft: Draft, key: str) -> str | None:
    """Return what was said to the own question *key* before it was asked once more."""
    said = draft.before.answers if draft.before and draft.again is Question.DETAIL else ()
    return next((one.words for one in said if one.question == key), None)


def enough(draft: Draft) -> Draft:
    """Return *draft* with no own question left; answers that were to be changed stay."""
    said = {one.question for one in draft.answers}
    before = draft.before.answers if draft.before and draft.again is Question.DETAIL else ()
    rest = tuple(one for one in before if one.question not in {*said, drafts.ENOUGH})
    answers = (*rest, Answer(question=drafts.ENOUGH, words=None))
    settled = (*draft.settled, *[Question.DETAIL] * len(answers))
    return _done(draft, answers=(*draft.answers, *answers), settled=settled)


def is_undecided(draft: Draft, asked: Question) -> bool:
    """Return whether *asked* was answered before and nothing else was said since."""
    if draft.before is None or draft.again is not asked:
        return False
    return asked is not Question.DETAIL or not draft.answers


def _done(draft: Draft, **fields: object) -> Draft:
    return drafts.with_found(draft, before=None, again=None, **fields)

"""What the buttons of a draft do to it."""

from dataclasses import replace

from casework import reading
from casework.answering import Heard, Note, Reader
from settings.datafiles import DistrictData
from triage import drafts as rules
from triage import pieces
from triage.drafts import Draft, Mode, When
from triage.errors import Outdated
from triage.questions import CHANGEABLE, Question

BACK = "back"
SKIP = "skip"
ENOUGH = "enough"
CHANGE = "change"
# Answers to the question whether something belongs to the report.
SAME = "same"
OTHER = "other"
INSTEAD = "instead"
# Answers to the question whether something belongs to the report just sent.
INTO = "into"
FRESH = "fresh"


def pressed(draft: Draft, verb: str, value: str, reader: Reader) -> Heard:
    """Return *draft* after a button was pressed.

    Raises:
        Outdated: If it is the button of another question, or says what the
            data no longer knows.
        CannotDoThat: If the question needs an answer.
    """
    asked = reader.asked(draft)
    if verb == BACK:
        return Heard(draft=rules.one_back(draft))
    if verb == CHANGE:
        return Heard(draft=_reopened(draft, value))
    if verb in {SKIP, ENOUGH}:
        return Heard(draft=_skipped(draft, asked, verb, reader.data))
    if verb != asked.value:
        raise Outdated("button of another question")
    if asked is Question.PENDING:
        return _decided(draft, value, reader)
    if asked is Question.SAFE:
        return Heard(draft=rules.with_found(draft, is_safe=True))
    return Heard(draft=_answered(draft, asked, value, reader.data))


def _reopened(draft: Draft, value: str) -> Draft:
    try:
        question = Question(value)
    except ValueError:
        raise Outdated("button with an unknown question") from None
    if question not in CHANGEABLE:
        raise Outdated("button of a question that is not asked again")
    return rules.reopened(draft, question)


def _skipped(draft: Draft, asked: Question, verb: str, data: DistrictData) -> Draft:
    if asked is not Question.DETAIL:
        return rules.skipped(draft, asked)
    key = rules.next_detail(draft, reading.matter(draft, data))
    return rules.with_detail(draft, rules.ENOUGH if verb == ENOUGH or key is None else key, None)


def _decided(draft: Draft, value: str, reader: Reader) -> Heard:
    if draft.follows:
        return _begun_anew(draft, value, reader)
    match value:
        case "same":
            return Heard(draft=reader.understood(pieces.taken_in(draft)), note=Note.ADDED)
        case "other":
            return Heard(draft=pieces.set_aside(draft), note=Note.LATER)
        case "instead":
            return Heard(draft=reader.understood(_instead(draft)))
        case _:
            raise Outdated("button with an unknown value")


def _begun_anew(draft: Draft, value: str, reader: Reader) -> Heard:
    """Return what came after Send as a report of its own; `adding` takes it in instead."""
    if value != FRESH:
        raise Outdated("button with an unknown value")
    own = replace(draft, follows=None, corrects=False)
    return Heard(draft=reader.understood(pieces.taken_in(own) if own.pending else own))


def _instead(draft: Draft) -> Draft:
    """Return a draft of what was pending alone, under the same id."""
    kept = (draft.pending,) if draft.pending else ()
    dangers = replace(Draft(id=draft.id), dangers=draft.dangers, is_safe=draft.is_safe)
    return replace(dangers, pieces=kept, aside=draft.aside, version=draft.version)


def _answered(draft: Draft, asked: Question, value: str, data: DistrictData) -> Draft:
    try:
        return rules.with_answer(draft, asked, **_chosen(draft, asked, value, data))
    except (KeyError, ValueError):
        raise Outdated("button with an unknown value") from None


def _chosen(draft: Draft, asked: Question, value: str, data: DistrictData) -> dict[str, object]:
    match asked:
        case Question.KIND:
            return {"category": data.categories.by_code[value].code}
        case Question.SUBKIND:
            category = data.categories.by_code[value]
            if category.group != draft.category:
                raise KeyError(value)
            return {"subkind": category.code}
        case Question.SUBDISTRICT:
            if data.gazetteer.subdistrict(value) is None:
                raise KeyError(value)
            return {"subdistrict": value}
        case Question.COMMUNITY:
            community = data.gazetteer.community(value)
            if community is None:
                raise KeyError(value)
            return {"community": community.code}
        case Question.WHEN:
            return {"when": When(value)}
        case Question.MODE:
            return {"mode": Mode(value)}
        case _:
            raise KeyError(value)

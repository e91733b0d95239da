"""Put the next question about a draft into words and buttons."""

import unicodedata
from collections.abc import Iterable
from datetime import date

from casework import names, pressing, reading
from casework.answering import Note
from casework.sayings import Button, Manner, Saying, Text
from casework.steps import Step
from handlers import buttons
from handlers.residents import card, gate
from handlers.residents.gate import Rows
from locales.catalogue import label
from settings.datafiles import DistrictData
from triage import drafts, pieces, questions
from triage.categories import CaseKind
from triage.danger import Danger
from triage.drafts import Draft, Mode, When, ticket_of
from triage.languages import Language
from triage.questions import CHANGEABLE, Question

# More guesses than this are no help.
_GUESSES = 3
# What is guessed with less looks foolish to somebody who was just in danger.
_STRONG = 0.2
# Of what waits for a decision, so that it can be told from the report.
_PENDING_SHOWN = 300
# Facts may tempt somebody to go and look; how somebody feels is no fact to be found.
_HINTS = {CaseKind.LEAD: "question.detail.lead", CaseKind.CARE: "question.detail.care"}
# Latin letters that a narrow telephone shows on a button that shares its row.
_HALF_A_ROW = 16


def asking(
    step: Step,
    language: Language,
    data: DistrictData,
    *,
    instead_of: int | None = None,
    today: date | None = None,
) -> Saying:
    """Return the message that asks what *step* wants to know.

    Args:
        step: Where the draft stands.
        language: The resident's language.
        data: The district's names.
        instead_of: The message to change into this one; a new one without it.
        today: The day in the district; its year need not be said.
    """
    if step.question is Question.SAFE:
        return gate.saying(step, data)
    return Saying(
        language=language,
        texts=(*_note(step, language, data), *_texts(step, language, data, today)),
        buttons=(*_answers(step, language, data), *_ways(step, data)),
        manner=Manner.EDIT if instead_of else Manner.SAY,
        message_id=instead_of,
    )


def _note(step: Step, language: Language, data: DistrictData) -> tuple[Text, ...]:
    if step.note is Note.NONE:
        return (Text(key="note.care"),) if _begins_care(step, data) else ()
    if step.note is not Note.OUTSIDE:
        return (Text(key=f"note.{step.note}"),)
    place = data.gazetteer.place_outside(step.outside or "")
    if place is None:
        return (Text(key="note.outside_point"),)
    params: dict[str, str | int] = {"place": place.names[language], "call": place.call}
    return (Text(key="note.outside", params=params),)


def _begins_care(step: Step, data: DistrictData) -> bool:
    """Return whether somebody has just told of their own trouble: thanks, before any question.

    Whoever was in danger has been thanked with the words on what to do.
    """
    is_first = step.question in {Question.SUBKIND, Question.DETAIL} and not step.draft.answers
    return is_first and not step.draft.dangers and reading.is_care(step.draft, data)


def _texts(
    step: Step, language: Language, data: DistrictData, today: date | None
) -> tuple[Text, ...]:
    draft = step.draft
    match step.question:
        case Question.CARD:
            return card.texts(draft, language, data, today)
        case Question.PENDING if draft.follows:
            key = "question.corrects" if draft.corrects else "question.follows"
            return (Text(key=key, params={"reference": draft.follows}),)
        case Question.PENDING if draft.pending:
            shown = card.cut(draft.pending.text, _PENDING_SHOWN)
            return (Text(key="question.pending", params={"text": shown}),)
        case Question.SUBKIND:
            name = names.kind(data, draft.category, language)
            return (Text(key="question.subkind", params={"kind": name}),)
        case Question.COMMUNITY if not draft.place_choices:
            name = names.subdistrict(data, draft.subdistrict, language)
            return (Text(key="question.community", params={"subdistrict": name}),)
        case Question.COMMUNITY:
            return (Text(key="question.nearest" if draft.pin else "question.which_place"),)
        case Question.DETAIL:
            return _detail(draft, language, data)
        case Question.STORY if reading.is_care(draft, data):
            return (Text(key="question.story.care"),)
        case _:
            return (Text(key=f"question.{step.question}"),)


def _detail(draft: Draft, language: Language, data: DistrictData) -> tuple[Text, ...]:
    key = drafts.next_detail(draft, reading.matter(draft, data))
    if key in {drafts.STILL, drafts.OFTEN}:
        return (Text(key=f"detail.{key}"), Text(key="question.detail"))
    category = data.categories.category(draft.kind or "")
    own = category.questions if category else ()
    asked = next(question.texts[language] for question in own if question.key == key)
    hint = _HINTS.get(category.kind) if category else None
    return (Text(key="plain", params={"text": asked}), Text(key=hint or "question.detail"))


def _answers(step: Step, language: Language, data: DistrictData) -> Rows:
    draft = step.draft
    match step.question:
        case Question.PENDING:
            return _decisions(draft)
        case Question.KIND:
            return _kinds(draft, language, data)
        case Question.SUBKIND:
            return _subkinds(draft, language, data)
        case Question.SUBDISTRICT:
            named = [(s.code, _bare(s.names[language])) for s in data.gazetteer.subdistricts]
            return _rows(_named(draft, Question.SUBDISTRICT, named), language)
        case Question.COMMUNITY:
            found = _communities(draft, language, data)
            return _rows(_named(draft, Question.COMMUNITY, found), language)
        case Question.WHEN:
            return _rows(_keyed(draft, Question.WHEN, When), language)
        case Question.MODE:
            return _column(_keyed(draft, Question.MODE, Mode))
        case Question.CARD:
            return _card(draft, language, data)
        case _:
            return ()


def _ways(step: Step, data: DistrictData) -> Rows:
    """Return the buttons every question has: skip where it can be, back, discard."""
    ticket, row = ticket_of(step.draft), []
    if step.question is Question.PENDING:
        return ()
    if step.draft.settled:
        row.append(buttons.of_draft(Text(key="button.back"), ticket, pressing.BACK))
    if questions.may_skip(step.question):
        row.append(buttons.of_draft(Text(key="button.skip"), ticket, pressing.SKIP))
    row.append(buttons.of_draft(Text(key="button.discard"), ticket, "discard"))
    if step.question is Question.DETAIL and _several_left(step.draft, data):
        enough = buttons.of_draft(Text(key="button.enough"), ticket, pressing.ENOUGH)
        return ((enough,), tuple(row))
    return (tuple(row),)


def _several_left(draft: Draft, data: DistrictData) -> bool:
    said = {answer.question for answer in draft.answers}
    return len(set(reading.matter(draft, data).details) - said) > 1


def _decisions(draft: Draft) -> Rows:
    if draft.corrects:
        ticket = ticket_of(draft)
        into = buttons.of_draft(Text(key="pending.correct"), ticket, "pending", pressing.INTO)
        leave = buttons.of_draft(Text(key="pending.leave"), ticket, "discard")
        return ((into,), (leave,))
    values: tuple[str, ...] = (pressing.SAME, pressing.OTHER, pressing.INSTEAD)
    if draft.follows:
        values = (pressing.INTO, pressing.FRESH)
    return tuple(
        (buttons.of_draft(Text(key=f"pending.{value}"), ticket_of(draft), "pending", value),)
        for value in values
    )


def _card(draft: Draft, language: Language, data: DistrictData) -> Rows:
    ticket = ticket_of(draft)
    send = buttons.of_draft(Text(key="button.send"), ticket, buttons.SEND)
    add = buttons.of_draft(Text(key="button.add"), ticket, buttons.ADD)
    matter = reading.matter(draft, data)
    changes = [
        buttons.of_draft(Text(key=f"change.{question}"), ticket, pressing.CHANGE, question)
        for question in CHANGEABLE
        if questions.is_asked(question, matter)
        and (question is not Question.DETAIL or draft.answers)
    ]
    return ((send,), (add,), *_rows([*changes, *_corrections(draft)], language))


def _corrections(draft: Draft) -> list[Button]:
    """Return the buttons for what was never asked: numbers that were read, and files."""
    wanted = []
    if card.names_numbers(draft):
        wanted.append((Text(key="change.numbers"), buttons.NUMBERS))
    if draft.files:
        wanted.append((Text(key="change.file"), buttons.NO_FILES))
    return [buttons.of_draft(text, ticket_of(draft), verb) for text, verb in wanted]


def _kinds(draft: Draft, language: Language, data: DistrictData) -> Rows:
    likely = _guessed(draft, data)
    rows = _column(_likely(draft, likely, language, data))
    groups = [group.code for group in data.categories.groups() if group.code not in likely]
    rest = [(code, names.kind(data, code, language)) for code in groups]
    return (*rows, *_rows(_named(draft, Question.KIND, rest), language))


def _guessed(draft: Draft, data: DistrictData) -> list[str]:
    """Return the likeliest kinds; in danger first the one that goes with it, and no weak guess."""
    guesses = reading.guesses(pieces.whole_story(draft), data)
    nearest = [guess for guess in guesses if not data.categories.by_code[guess.code].is_group]
    if draft.danger is None:
        return [guess.code for guess in nearest[:_GUESSES]]
    own = data.dangers[Danger(draft.danger)].category
    strong = [guess.code for guess in nearest if guess.p >= _STRONG]
    return list(dict.fromkeys([own, *strong]))[:_GUESSES]


def _likely(
    draft: Draft, codes: Iterable[str], language: Language, data: DistrictData
) -> list[Button]:
    """Return the buttons of guesses, which must not look like one more group."""
    named = [(code, {"kind": names.kind(data, code, language)}) for code in codes]
    return [
        buttons.of_draft(
            Text(key="kind.likely", params=dict(params)), ticket_of(draft), Question.KIND, code
        )
        for code, params in named
    ]


def _subkinds(draft: Draft, language: Language, data: DistrictData) -> Rows:
    """Return the kinds of a group, the likeliest first."""
    guesses = reading.guesses(pieces.whole_story(draft), data)
    likely = [guess.code for guess in guesses if guess.group == draft.category]
    every = [row.code for row in data.categories.in_group(draft.category or "")]
    codes = dict.fromkeys([*(code for code in likely if code in every), *every])
    named = [(code, names.kind(data, code, language)) for code in codes]
    return _column(_named(draft, Question.SUBKIND, named))


def _communities(draft: Draft, language: Language, data: DistrictData) -> list[tuple[str, str]]:
    gazetteer = data.gazetteer
    if not draft.place_choices:
        found = gazetteer.communities_of(draft.subdistrict or "")
        return [(community.code, _bare(community.names[language])) for community in found]
    return [(code, names.community_with_town(data, code, language)) for code in draft.place_choices]


def _bare(name: str) -> str:
    """Return *name* without the word that the question above the buttons has."""
    return name.removesuffix(" Sub-district").removesuffix(" Community")


def _keyed(draft: Draft, question: Question, values: type[When] | type[Mode]) -> list[Button]:
    labels = [Text(key=f"{question}.{value}") for value in values]
    return [
        buttons.of_draft(label, ticket_of(draft), question, value)
        for label, value in zip(labels, values, strict=True)
    ]


def _named(draft: Draft, question: Question, named: Iterable[tuple[str, str]]) -> list[Button]:
    return [
        buttons.of_draft(Text(key="plain", params={"text": name}), ticket_of(draft), question, code)
        for code, name in named
    ]


def _column(pressed: list[Button]) -> Rows:
    return tuple((button,) for button in pressed)


def _rows(pressed: list[Button], language: Language) -> Rows:
    """Return rows of one or two: telephones cut what is too long for half a row."""
    rows: list[tuple[Button, ...]] = []
    for button in pressed:
        before = rows[-1] if rows else ()
        if len(before) == 1 and _is_short(before[0], language) and _is_short(button, language):
            rows[-1] = (*before, button)
        else:
            rows.append((button,))
    return tuple(rows)


def _is_short(button: Button, language: Language) -> bool:
    words = label(button.label.key, language, **button.label.params)
    # Han characters are twice as wide.
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words) <= _HALF_A_ROW

"""Put the next question about a draft into words and buttons."""

from collections.abc import Iterable

from casework import names
from casework.intake import Note, Step
from casework.sayings import Button, Manner, Saying, Text
from handlers import buttons
from handlers.residents import card
from settings.datafiles import DistrictData
from triage import drafts, kinds
from triage.drafts import Draft, Mode, Question, When, ticket_of
from triage.languages import Language

Rows = tuple[tuple[Button, ...], ...]

# More guesses than this are no help.
_GUESSES = 3


def asking(
    step: Step, language: Language, data: DistrictData, *, instead_of: int | None = None
) -> Saying:
    """Return the message that asks what *step* wants to know.

    Args:
        step: Where the draft stands.
        language: The resident's language.
        data: The district's names.
        instead_of: The message to change into this one; a new one without it.
    """
    return Saying(
        language=language,
        texts=(*_note(step.note), *_texts(step, language, data)),
        buttons=(*_answers(step, language, data), *_ways(step)),
        manner=Manner.EDIT if instead_of else Manner.SAY,
        message_id=instead_of,
    )


def _note(note: Note) -> tuple[Text, ...]:
    return (Text(key=f"note.{note}"),) if note in {Note.ADDED, Note.PLACE_UNKNOWN} else ()


def _texts(step: Step, language: Language, data: DistrictData) -> tuple[Text, ...]:
    if step.question is Question.CARD:
        return card.texts(step.draft, language, data)
    if step.question is Question.COMMUNITY and not step.draft.place_choices:
        name = names.subdistrict(data, step.draft.subdistrict, language)
        return (Text(key="question.community", params={"subdistrict": name}),)
    if step.question is Question.COMMUNITY:
        return (Text(key="question.which_place"),)
    return (Text(key=f"question.{step.question}"),)


def _answers(step: Step, language: Language, data: DistrictData) -> Rows:
    draft = step.draft
    match step.question:
        case Question.KIND:
            return _kinds(draft, language, data)
        case Question.SUBDISTRICT:
            named = [(s.code, s.names[language]) for s in data.gazetteer.subdistricts]
            return _grid(draft, Question.SUBDISTRICT, named)
        case Question.COMMUNITY:
            return _grid(draft, Question.COMMUNITY, _communities(draft, language, data))
        case Question.WHEN:
            return _keyed(draft, Question.WHEN, When, 2)
        case Question.MODE:
            return _keyed(draft, Question.MODE, Mode, 1)
        case Question.CARD:
            return ((buttons.of_draft(Text(key="button.send"), ticket_of(draft), buttons.SEND),),)
        case _:
            return ()


def _ways(step: Step) -> Rows:
    """Return the buttons every question has: skip where it can be, back, discard."""
    ticket, row = ticket_of(step.draft), []
    if step.draft.settled:
        row.append(buttons.of_draft(Text(key="button.back"), ticket, "back"))
    if drafts.may_skip(step.question):
        row.append(buttons.of_draft(Text(key="button.skip"), ticket, "skip"))
    row.append(buttons.of_draft(Text(key="button.discard"), ticket, "discard"))
    return (tuple(row),)


def _kinds(draft: Draft, language: Language, data: DistrictData) -> Rows:
    guesses = kinds.guesses(drafts.whole_story(draft), data.lexicon, data.categories)
    groups = [group.code for group in data.categories.groups()]
    likely = [guess.code for guess in guesses if guess.code not in groups][:_GUESSES]
    named = [(code, names.kind(data, code, language)) for code in likely]
    rows = _grid(draft, Question.KIND, named, columns=1)
    rest = [(code, names.kind(data, code, language)) for code in groups]
    return (*rows, *_grid(draft, Question.KIND, rest))


def _communities(draft: Draft, language: Language, data: DistrictData) -> list[tuple[str, str]]:
    gazetteer = data.gazetteer
    if not draft.place_choices:
        found = gazetteer.communities_of(draft.subdistrict or "")
        return [(community.code, community.names[language]) for community in found]
    return [(code, names.community_with_town(data, code, language)) for code in draft.place_choices]


def _keyed(draft: Draft, question: Question, values: type[When] | type[Mode], columns: int) -> Rows:
    labels = [Text(key=f"{question}.{value}") for value in values]
    pressed = [
        buttons.of_draft(label, ticket_of(draft), question, value)
        for label, value in zip(labels, values, strict=True)
    ]
    return _rows(pressed, columns)


def _grid(
    draft: Draft, question: Question, named: Iterable[tuple[str, str]], columns: int = 2
) -> Rows:
    pressed = [
        buttons.of_draft(Text(key="plain", params={"text": name}), ticket_of(draft), question, code)
        for code, name in named
    ]
    return _rows(pressed, columns)


def _rows(pressed: list[Button], columns: int) -> Rows:
    return tuple(tuple(pressed[i : i + columns]) for i in range(0, len(pressed), columns))

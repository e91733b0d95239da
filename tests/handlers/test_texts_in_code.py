"""What the code says exists in every language and fits where it goes."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from casework import (
    adding,
    danger_post,
    figures,
    filing,
    intake,
    limiting,
    muting,
    pressing,
    renewing,
    residents,
    status,
    talks,
    telling,
    throttles,
    updates,
)
from casework.answering import Note
from casework.sayings import Saying, Text
from casework.steps import Step
from handlers import buttons, dispatch, groups, rendering
from handlers.officers import showing, tasks
from handlers.rendering import LONGEST_MESSAGE
from handlers.residents import questions
from locales import catalogue
from settings.datafiles import DistrictData, load_data
from tests.support import EXAMPLE
from triage import drafts, pieces, words
from triage.asides import Aside
from triage.categories import CaseKind
from triage.clocks import Stage
from triage.danger import Danger
from triage.drafts import Answer, Draft, Mode, Piece, Span, When
from triage.errors import BridgeError
from triage.languages import Language
from triage.leads import LeadAct, LeadState
from triage.links import LinkState
from triage.notes import NoteKind
from triage.outgoing import ConcernKind
from triage.questions import CHANGEABLE, Question
from triage.routing import Queue
from triage.standing import MERGED, WITHDRAWN
from triage.terms import Unit

# Read, so that every error there is has been defined.
CASES = (adding, danger_post, filing, intake, limiting, muting, renewing, residents, status)
MODULES = (*CASES, talks, throttles, updates, dispatch, groups)
ROOT = EXAMPLE.parent
SOURCES = sorted(chain((ROOT / "handlers").rglob("*.py"), (ROOT / "casework").rglob("*.py")))
# Greeted with the welcome, or taken for a button.
ANSWERED_OTHERWISE = {Aside.GREETING, Aside.BACK, Aside.ENOUGH, Aside.SKIP}
# Keys made of a word and a stored value: `when.now`.
FAMILIES: dict[str, Iterable[str]] = {
    "when": When,
    "mode": Mode,
    "card.when": When,
    "card.mode": Mode,
    "card": ["building", "unit", "floor", "room"],
    "language": Language,
    "sent.next": [*Mode, "care", "care_now", "other_now", "family_now"],
    # The gate says what is in data/dangers.csv.
    "question": [q for q in Question if q not in {Question.CARD, Question.SAFE}],
    "note": [note for note in Note if note not in {Note.NONE, Note.OUTSIDE}],
    "aside": [aside for aside in Aside if aside not in ANSWERED_OTHERWISE],
    "change": CHANGEABLE,
    "detail": [drafts.STILL, drafts.OFTEN],
    "pending": [pressing.SAME, pressing.OTHER, pressing.INSTEAD, pressing.INTO, pressing.FRESH],
    "status": [*LeadState, WITHDRAWN],
    "desk.state": [*LeadState, WITHDRAWN, MERGED],
    "desk.did": [LeadAct.CLAIM, LeadAct.CHECK],
    "desk.act": [LeadAct.CLAIM, LeadAct.RECUSE, *showing.MOVING],
    "desk.act.check": CaseKind,
    "desk.words": sorted(tasks.ASKED),
    "desk.words.act": [*showing.MOVING, LeadAct.CHECK, LeadAct.RECUSE],
    "desk.duty": ["on", "off", "is_on", "is_off"],
    "desk.note": NoteKind,
    "desk.report.mode": Mode,
    "desk.call": [Stage.WARNED, Stage.ESCALATED, Stage.ESCALATED_TWICE],
    "figures": figures.NAMES,
    "outgoing": [kind.removeprefix("outgoing.") for kind in ConcernKind],
    "queue": Queue,
    "desk.links": [LinkState.SUGGESTED, LinkState.PROVISIONAL, "same", "related", "different"],
    "desk.button": ["same", "related", "different"],
    "told": telling.KEYS,
    "receipt.by": Unit,
}
KEYS = catalogue.keys()
TAG = re.compile(r"<[^>]+>")
# Twice as long for Telegram as it looks, and nothing in it needs escaping.
WIDE = "𠮷"
LONGEST_KIND = "lead.gang.construction_transport"
SPAN = Span(earliest="2026-11-20T12:00+08:00", latest="2026-11-21T12:00+08:00", recurring=True)


@pytest.fixture(scope="session")
def data() -> DistrictData:
    return load_data(ROOT / "data")


def errors(kind: type[BridgeError] = BridgeError) -> Iterator[type[BridgeError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from errors(child)


def text_keys(source: Path) -> Iterator[ast.expr]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
            yield from (word.value for word in node.keywords if word.arg == "key")


def literals(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_every_error_has_its_sentence() -> None:
    assert [one for one in errors() if one.text_key not in KEYS] == []


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    plain, families = set(), set()
    for node in chain.from_iterable(text_keys(source) for source in SOURCES):
        if isinstance(node, ast.JoinedStr):
            families.add(next(literals(node)).rstrip("."))
        elif isinstance(node, ast.Constant | ast.IfExp):
            plain |= set(literals(node))

    assert len(plain) > 20
    assert plain - KEYS == set()
    # The one without a beginning of its own joins a question and its answer.
    assert families - {""} <= set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_stored_value_has_its_text(family: str) -> None:
    wanted = {f"{family}.{value}" for value in FAMILIES[family]}

    assert wanted - KEYS == set()


@pytest.mark.parametrize("language", Language)
def test_every_name_exists_in_every_language(data: DistrictData, language: Language) -> None:
    towns = data.gazetteer.subdistricts
    communities = [one for town in towns for one in data.gazetteer.communities_of(town.code)]
    named = [one.names for one in data.categories.rows]
    named += [one.names for one in towns]
    named += [one.names for one in communities]

    assert len(named) > 150
    assert all(names[language].strip() for names in named)


def told(text: str) -> Piece:
    return Piece(message=1, text=text)


def draft_for(question: Question, data: DistrictData) -> Draft:
    """Return a draft with the longest id and version at which *question* is asked."""
    draft = Draft(id=b"\xff" * 16, version=999_999, pieces=(told("words"),), mode=Mode.NAMED)
    draft = replace(draft, settled=(Question.KIND,))
    gazetteer, groups = data.gazetteer, data.categories.groups()
    match question:
        case Question.COMMUNITY:
            town = max(gazetteer.subdistricts, key=lambda t: len(gazetteer.communities_of(t.code)))
            return replace(draft, subdistrict=town.code)
        case Question.SUBKIND:
            group = max(groups, key=lambda group: len(data.categories.in_group(group.code)))
            return replace(draft, category=group.code)
        case Question.DETAIL | Question.CARD:
            return replace(draft, category=LONGEST_KIND)
        case Question.SAFE:
            return replace(draft, dangers=tuple(Danger))
        case Question.PENDING:
            return replace(draft, pending=told("other words"))
        case _:
            return draft


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("question", [q for q in Question if q is not Question.STORY])
def test_every_button_fits_what_telegram_takes(
    data: DistrictData, language: Language, question: Question
) -> None:
    step = Step(draft=draft_for(question, data), question=question, language=language)
    saying = questions.asking(step, language, data)

    rows = saying.buttons
    assert rows
    assert all(len(button.data.encode()) <= 64 for row in rows for button in row)
    assert all(1 <= len(row) <= 3 for row in rows)
    assert rendering.rendered(saying).keyboard is not None


def test_every_code_fits_a_button(data: DistrictData) -> None:
    ticket = drafts.Ticket(draft=b"\xff" * drafts.TICKET_BYTES, version=999_999_999)
    codes = [(Question.KIND, row.code) for row in data.categories.rows]
    codes += [(Question.COMMUNITY, "440307016006")]

    for question, code in codes:
        button = buttons.of_draft(Text(key="plain"), ticket, question, code)
        assert len(button.data.encode()) <= 64
        pressed = buttons.draft_press(button.data)
        assert (pressed.ticket, pressed.verb, pressed.value) == (ticket, question, code)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("letter", ["&", WIDE])
def test_the_longest_card_fits_one_message(
    data: DistrictData, language: Language, letter: str
) -> None:
    longest = letter * (drafts.LONGEST_ANSWER // words.units(letter))
    draft = Draft(
        id=bytes(16),
        pieces=(told(letter * pieces.LONGEST_STORY),),
        category=LONGEST_KIND,
        subdistrict="440307016",
        community="440307016006",
        place_words=longest[: len(longest) // 2],
        nearer_words=longest[len(longest) // 2 :],
        when_words=letter * drafts.SHORT_ANSWER,
        answers=tuple(Answer(question=str(n), words=longest) for n in range(5)),
        files=99,
        mode=Mode.NAMED,
        name=longest,
        reach=longest,
    )

    step = Step(draft=draft, question=Question.CARD, note=Note.ADDED, language=language)

    html = rendering.rendered(questions.asking(step, language, data)).html
    shown = TAG.sub("", html).replace("&amp;", "&")
    assert words.units(shown) <= LONGEST_MESSAGE


@pytest.mark.parametrize("language", Language)
def test_everything_of_a_card_can_be_said(data: DistrictData, language: Language) -> None:
    full = replace(draft_for(Question.CARD, data), interval=SPAN, files=2, pin=(22.7, 114.2))

    for draft in (
        full,
        replace(full, interval=replace(SPAN, recurring=False), mode=Mode.ANONYMOUS),
    ):
        step = Step(draft=draft, question=Question.CARD, language=language)
        saying = questions.asking(step, language, data)
        assert any(text.key.startswith("card.span") for text in saying.texts)
        assert "2026" in rendering.rendered(saying).html


@pytest.mark.parametrize("language", Language)
def test_every_danger_is_answered_in_one_message(data: DistrictData, language: Language) -> None:
    draft = replace(draft_for(Question.SAFE, data), dangers=tuple(Danger))

    for warnings in [*((danger,) for danger in Danger), tuple(Danger), ()]:
        step = Step(draft=draft, question=Question.SAFE, warnings=warnings, language=language)
        saying = questions.asking(step, language, data)
        assert words.units(rendering.rendered(saying).html) <= LONGEST_MESSAGE
        assert len(saying.buttons) == 2


def test_who_is_on_duty_is_told_in_words_of_every_danger_that_wakes(data: DistrictData) -> None:
    waking = [danger for danger in Danger if data.dangers[danger].alert]

    wanted = {f"duty.at_once.{danger.removeprefix('danger.')}" for danger in waking}
    assert len(wanted) == 2
    assert wanted <= KEYS


def test_a_cut_story_shows_that_it_goes_on(data: DistrictData) -> None:
    for letter in ("x", WIDE):
        draft = Draft(id=bytes(16), pieces=(told(letter * 5000),), mode=Mode.ANONYMOUS)
        step = Step(draft=draft, question=Question.CARD, language=Language.EN)

        saying = questions.asking(step, Language.EN, data)

        story = str(saying.texts[1].params["text"])
        assert set(story) == {letter, "…"}


@pytest.mark.parametrize("language", Language)
def test_every_text_can_be_said_with_words_that_look_like_html(language: Language) -> None:
    for key in KEYS:
        params: dict[str, str | int] = dict.fromkeys(catalogue.parameters(key, language), "<&>")
        params |= {"n": 2}
        saying = Saying(language=language, texts=(Text(key=key, params=params),))

        assert "<&>" not in rendering.rendered(saying).html

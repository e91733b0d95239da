from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import drafts, pieces, questions
from triage.drafts import Answer, Draft, Mode, Piece, Span, When
from triage.errors import CannotDoThat
from triage.questions import FIELDS, Matter, Question

EMPTY = Draft(id=bytes(16))
MATTERS = st.builds(
    Matter,
    needs_place=st.booleans(),
    has_subkinds=st.booleans(),
    details=st.sampled_from([(), ("gas.1",), ("gas.1", "gas.2", "gas.3")]),
)
PLAIN = Matter()
# What may answer each question.
ANSWERS: dict[Question, st.SearchStrategy[dict[str, object]]] = {
    Question.KIND: st.just({"category": "gas"}),
    Question.SUBKIND: st.just({"subkind": "gas.storage"}),
    Question.SUBDISTRICT: st.sampled_from(
        [
            {"subdistrict": "a"},
            {"subdistrict": "a", "community": "a1"},
            {"place_choices": ("a1", "b1")},
            {"subdistrict": "b", "place_words": "behind the market"},
        ]
    ),
    Question.COMMUNITY: st.sampled_from([{"community": "a1"}, {"nearer_words": "tower 3"}]),
    Question.WHEN: st.sampled_from([{"when": When.TODAY}, {"when_words": "at night"}]),
    Question.MODE: st.sampled_from([{"mode": mode} for mode in Mode]),
    Question.NAME: st.just({"name": "Mei"}),
    Question.REACH: st.just({"reach": "13800000000"}),
}


def piece(text: str, message: int = 1) -> Piece:
    return Piece(message=message, text=text)


@st.composite
def answered(draw: st.DrawFn, draft: Draft, matter: Matter) -> Draft:
    asked = drafts.next_question(draft, matter)
    if asked is Question.CARD:
        return draft
    if asked is Question.STORY:
        return pieces.with_piece(draft, piece("words"))
    if asked is Question.PENDING:
        return draw(st.sampled_from([pieces.taken_in, pieces.set_aside]))(draft)
    if asked is Question.SAFE:
        return drafts.with_found(draft, is_safe=True)
    if asked is Question.DETAIL:
        key = drafts.next_detail(draft, matter)
        assert key
        said = draw(st.sampled_from([(key, "an answer"), (key, None), (drafts.ENOUGH, None)]))
        return drafts.with_detail(draft, *said)
    if questions.may_skip(asked) and draw(st.booleans()):
        return drafts.skipped(draft, asked)
    return drafts.with_answer(draft, asked, **draw(ANSWERS[asked]))


MOVES = ["answer", "back", "more", "found", "danger", "another", "change"]


@st.composite
def some_draft(draw: st.DrawFn, matter: Matter = PLAIN) -> Draft:
    draft = EMPTY
    for number, move in enumerate(draw(st.lists(st.sampled_from(MOVES), max_size=15))):
        match move:
            case "back":
                draft = drafts.one_back(draft)
            case "more":
                draft = pieces.with_piece(draft, piece(f"more words {number}", number))
            case "found":
                draft = drafts.with_found(draft, **draw(ANSWERS[Question.SUBDISTRICT]))
            case "danger":
                draft = drafts.with_found(draft, dangers=("danger.gas",), is_safe=False)
            case "another" if draft.pieces:
                draft = pieces.with_pending(draft, piece("another matter", number))
            case "change":
                draft = drafts.reopened(draft, draw(st.sampled_from(questions.CHANGEABLE)))
            case _:
                draft = draw(answered(draft, matter))
    return draft


@given(st.data(), MATTERS)
def test_every_draft_comes_to_its_card(data: st.DataObject, matter: Matter) -> None:
    draft = data.draw(some_draft(matter))

    for _ in range(len(Question) + len(matter.details)):
        draft = data.draw(answered(draft, matter))

    assert drafts.next_question(draft, matter) is Question.CARD


@given(st.data(), MATTERS)
def test_an_answered_question_is_not_asked_again(data: st.DataObject, matter: Matter) -> None:
    draft = data.draw(some_draft(matter))
    asked = drafts.next_question(draft, matter)
    detail = drafts.next_detail(draft, matter)

    after = data.draw(answered(draft, matter))

    again = drafts.next_question(after, matter)
    order = list(Question)
    assert again is Question.CARD or order.index(again) >= order.index(asked)
    if again is asked is not Question.CARD:
        assert again is Question.DETAIL
        assert drafts.next_detail(after, matter) != detail


@given(st.data(), MATTERS)
def test_back_asks_the_same_question_and_leaves_nothing_of_the_answer(
    data: st.DataObject, matter: Matter
) -> None:
    draft = data.draw(some_draft(matter))
    asked = drafts.next_question(draft, matter)
    after = data.draw(answered(draft, matter))

    back = drafts.one_back(after)

    if asked is Question.DETAIL:
        assert (back.answers, back.settled) == (draft.answers, draft.settled)
    elif asked in FIELDS and asked is not Question.STORY:
        assert drafts.next_question(back, matter) is asked
        empty = {name: getattr(EMPTY, name) for name in FIELDS[asked]}
        assert {name: getattr(back, name) for name in empty} == empty
        assert all(
            getattr(back, field.name) == getattr(draft, field.name)
            for field in fields(Draft)
            if field.name not in {"version", *empty}
        )


@given(some_draft())
def test_back_to_the_beginning_leaves_the_story_and_what_was_read_out_of_it(draft: Draft) -> None:
    for _ in draft.settled:
        draft = drafts.one_back(draft)

    assert draft.settled == ()
    assert (draft.mode, draft.name, draft.reach, draft.when, draft.when_words) == (None,) * 5
    assert draft.answers == ()


@given(some_draft(), st.sampled_from(questions.CHANGEABLE))
def test_what_is_changed_from_the_card_is_asked_once_more_and_the_rest_stays(
    draft: Draft, question: Question
) -> None:
    matter = Matter(details=("gas.1",), has_subkinds=True)

    after = drafts.reopened(draft, question)

    assert question not in after.settled
    assert pieces.whole_story(after) == pieces.whole_story(draft)
    if question is Question.DETAIL:
        assert drafts.next_detail(after, matter) == "gas.1"
    else:
        assert (
            drafts.next_question(after, matter)
            in list(Question)[: list(Question).index(question) + 1]
        )


@given(st.data(), some_draft())
def test_every_change_makes_the_version_higher(data: st.DataObject, draft: Draft) -> None:
    changed = [pieces.with_piece(draft, piece("x")), drafts.with_found(draft)]
    changed += [data.draw(answered(draft, PLAIN))]

    assert all(after.version > draft.version or after == draft for after in changed)
    assert (drafts.one_back(draft).version > draft.version) == bool(draft.settled)


@given(some_draft())
def test_a_question_is_settled_once_but_for_those_of_the_kind(draft: Draft) -> None:
    settled = [one for one in draft.settled if one is not Question.DETAIL]

    assert len(set(settled)) == len(settled)
    assert draft.settled.count(Question.DETAIL) == len(draft.answers)


@pytest.mark.parametrize("question", [one for one in Question if one is not Question.DETAIL])
def test_what_needs_an_answer_cannot_be_skipped(question: Question) -> None:
    if questions.may_skip(question):
        assert question in drafts.skipped(EMPTY, question).settled
    else:
        with pytest.raises(CannotDoThat):
            drafts.skipped(EMPTY, question)


def test_nothing_is_asked_before_somebody_in_danger_says_they_are_safe() -> None:
    draft = pieces.with_piece(EMPTY, piece("words"))
    draft = pieces.with_pending(draft, piece("others"))

    in_danger = drafts.with_found(draft, dangers=("danger.gas",))

    assert drafts.next_question(in_danger, PLAIN) is Question.SAFE
    safe = drafts.with_found(in_danger, is_safe=True)
    assert drafts.next_question(safe, PLAIN) is Question.PENDING


def test_who_wants_to_talk_is_not_asked_where_and_when() -> None:
    told = pieces.with_piece(EMPTY, piece("words"))
    draft = drafts.with_answer(told, Question.KIND, category="care")

    assert drafts.next_question(draft, Matter(needs_place=False)) is Question.MODE
    assert drafts.next_question(draft, PLAIN) is Question.SUBDISTRICT


def test_a_time_that_the_story_tells_is_not_asked_for() -> None:
    span = Span(earliest="2026-11-19T22:00+08:00", latest="2026-11-19T23:00+08:00", recurring=False)
    draft = Draft(id=b"", pieces=(piece("words"),), category="gas", subdistrict="a", community="a1")

    assert drafts.next_question(draft, PLAIN) is Question.WHEN
    assert drafts.next_question(drafts.with_found(draft, interval=span), PLAIN) is Question.MODE


def test_enough_skips_every_further_question_of_the_kind() -> None:
    matter = Matter(details=("gas.1", "gas.2"))

    draft = drafts.with_detail(EMPTY, drafts.ENOUGH, None)

    assert drafts.next_detail(draft, matter) is None
    assert drafts.next_detail(drafts.one_back(draft), matter) == "gas.1"


def test_answers_stay_when_the_kind_is_changed_and_the_new_kind_asks_its_own() -> None:
    draft = drafts.with_detail(EMPTY, "gas.1", "twenty")

    after = drafts.reopened(draft, Question.KIND)

    assert after.answers == (Answer(question="gas.1", words="twenty"),)
    assert drafts.next_detail(after, Matter(details=("noise.1",))) == "noise.1"


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
def test_only_who_reports_by_name_is_asked_for_one(mode: Mode) -> None:
    draft = Draft(id=b"", pieces=(piece("words"),), category="care", mode=mode)

    assert drafts.next_question(draft, Matter(needs_place=False)) is Question.CARD


def test_a_sub_district_leads_to_its_communities_and_namesakes_to_one_of_them() -> None:
    told = Draft(id=b"", pieces=(piece("words"),), category="gas")
    town = drafts.with_found(told, subdistrict="a")
    namesakes = drafts.with_found(told, place_choices=("a1", "b1"))

    assert drafts.next_question(town, PLAIN) is Question.COMMUNITY
    assert drafts.next_question(namesakes, PLAIN) is Question.COMMUNITY


@given(some_draft())
def test_what_was_typed_for_the_place_is_said_in_its_order(draft: Draft) -> None:
    parts = [part for part in (draft.place_words, draft.nearer_words) if part]

    assert drafts.place_said(draft) == "\n".join(parts)


def test_who_goes_by_name_once_more_is_asked_for_name_and_reach_once_more() -> None:
    told = Draft(id=b"", pieces=(piece("words"),), category="care", mode=Mode.NAMED)
    named = drafts.with_answer(told, Question.NAME, name="Mei")
    reached = drafts.with_answer(named, Question.REACH, reach="after seven")

    again = drafts.with_answer(
        drafts.reopened(reached, Question.MODE), Question.MODE, mode=Mode.NAMED
    )

    assert drafts.next_question(again, Matter(needs_place=False)) is Question.NAME
    asked = drafts.with_answer(again, Question.NAME, name="Mei")
    assert drafts.next_question(asked, Matter(needs_place=False)) is Question.REACH

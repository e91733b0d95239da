from collections.abc import Callable
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import drafts
from triage.drafts import Draft, Mode, Question, StoryTooLong, When
from triage.errors import CannotDoThat

Move = Callable[[Draft], Draft]

EMPTY = Draft(id=bytes(16))
NEEDS_PLACE = st.booleans()
# What may answer each question.
ANSWERS: dict[Question, st.SearchStrategy[dict[str, object]]] = {
    Question.KIND: st.just({"category": "gas"}),
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


@st.composite
def answered(draw: st.DrawFn, draft: Draft, needs_place: bool) -> Draft:
    asked = drafts.next_question(draft, needs_place=needs_place)
    if asked is Question.CARD:
        return draft
    if asked is Question.STORY:
        return drafts.with_story(draft, "words")
    if drafts.may_skip(asked) and draw(st.booleans()):
        return drafts.skipped(draft, asked)
    return drafts.with_answer(draft, asked, **draw(ANSWERS[asked]))


@st.composite
def some_draft(draw: st.DrawFn, needs_place: bool = True) -> Draft:
    draft = EMPTY
    for move in draw(st.lists(st.sampled_from(["answer", "back", "more", "found"]), max_size=15)):
        if move == "back":
            draft = drafts.one_back(draft)
        elif move == "more":
            draft = drafts.with_story(draft, "more words")
        elif move == "found":
            draft = drafts.with_found(draft, **draw(ANSWERS[Question.SUBDISTRICT]))
        else:
            draft = draw(answered(draft, needs_place))
    return draft


@given(st.data(), NEEDS_PLACE)
def test_every_draft_comes_to_its_card(data: st.DataObject, needs_place: bool) -> None:
    draft = data.draw(some_draft(needs_place))

    for _ in Question:
        draft = data.draw(answered(draft, needs_place))

    assert drafts.next_question(draft, needs_place=needs_place) is Question.CARD


@given(st.data(), NEEDS_PLACE)
def test_an_answered_question_is_not_asked_again(data: st.DataObject, needs_place: bool) -> None:
    draft = data.draw(some_draft(needs_place))
    asked = drafts.next_question(draft, needs_place=needs_place)

    after = data.draw(answered(draft, needs_place))

    again = drafts.next_question(after, needs_place=needs_place)
    assert again is Question.CARD or list(Question).index(again) > list(Question).index(asked)


@given(st.data())
def test_back_asks_the_same_question_and_leaves_nothing_of_the_answer(data: st.DataObject) -> None:
    draft = data.draw(some_draft())
    asked = drafts.next_question(draft, needs_place=True)
    after = data.draw(answered(draft, needs_place=True))

    back = drafts.one_back(after)

    if asked not in {Question.STORY, Question.CARD}:
        assert drafts.next_question(back, needs_place=True) is asked
        empty = {name: getattr(EMPTY, name) for name in drafts._FIELDS[asked]}
        assert {name: getattr(back, name) for name in empty} == empty
        assert all(
            getattr(back, field.name) == getattr(draft, field.name)
            for field in fields(Draft)
            if field.name not in {"version", *empty}
        )


@given(some_draft())
def test_back_to_the_beginning_leaves_the_story_and_what_was_read_out_of_it(draft: Draft) -> None:
    for _ in Question:
        draft = drafts.one_back(draft)

    assert draft.settled == ()
    assert (draft.mode, draft.name, draft.reach, draft.when, draft.when_words) == (None,) * 5


@given(st.data(), some_draft())
def test_every_change_makes_the_version_higher(data: st.DataObject, draft: Draft) -> None:
    changed = [drafts.with_story(draft, "x"), drafts.with_found(draft)]
    changed += [data.draw(answered(draft, needs_place=True))]

    assert all(after.version > draft.version or after == draft for after in changed)
    assert (drafts.one_back(draft).version > draft.version) == bool(draft.settled)


@given(some_draft())
def test_a_question_is_settled_once(draft: Draft) -> None:
    assert len(set(draft.settled)) == len(draft.settled)


@pytest.mark.parametrize("question", Question)
def test_what_needs_an_answer_cannot_be_skipped(question: Question) -> None:
    if drafts.may_skip(question):
        assert question in drafts.skipped(EMPTY, question).settled
    else:
        with pytest.raises(CannotDoThat):
            drafts.skipped(EMPTY, question)


def test_who_wants_to_talk_is_not_asked_where_and_when() -> None:
    draft = drafts.with_answer(drafts.with_story(EMPTY, "words"), Question.KIND, category="care")

    assert drafts.next_question(draft, needs_place=False) is Question.MODE
    assert drafts.next_question(draft, needs_place=True) is Question.SUBDISTRICT


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
def test_only_who_reports_by_name_is_asked_for_one(mode: Mode) -> None:
    draft = Draft(id=b"", story=("words",), category="care", mode=mode)

    assert drafts.next_question(draft, needs_place=False) is Question.CARD


def test_a_sub_district_leads_to_its_communities_and_namesakes_to_one_of_them() -> None:
    town = Draft(id=b"", story=("words",), category="gas", subdistrict="a")
    namesakes = Draft(id=b"", story=("words",), category="gas", place_choices=("a1", "b1"))

    assert drafts.next_question(town, needs_place=True) is Question.COMMUNITY
    assert drafts.next_question(namesakes, needs_place=True) is Question.COMMUNITY


@given(st.lists(st.text(min_size=1, max_size=5000), max_size=8))
def test_a_story_grows_in_order_up_to_its_limit_and_loses_nothing(parts: list[str]) -> None:
    draft = EMPTY
    kept: list[str] = []
    for part in parts:
        if sum(map(len, kept)) + len(part) > drafts.LONGEST_STORY:
            with pytest.raises(StoryTooLong):
                drafts.with_story(draft, part)
        else:
            draft = drafts.with_story(draft, part)
            kept.append(part)

    assert drafts.whole_story(draft) == "\n".join(kept)


@given(some_draft())
def test_what_was_typed_for_the_place_is_said_in_its_order(draft: Draft) -> None:
    parts = [part for part in (draft.place_words, draft.nearer_words) if part]

    assert drafts.place_said(draft) == "\n".join(parts)

from itertools import pairwise

import pytest

from settings.datafiles import DistrictData
from triage import words
from triage.categories import CaseKind, Fact, Severity
from triage.languages import Language


def test_first_choices_are_few_enough_for_buttons(data: DistrictData) -> None:
    groups = data.categories.groups()

    assert [group.code for group in groups] == [
        "gas",
        "lead.gang",
        "rental",
        "city",
        "dispute",
        "dispute.money",
        "lead.umbrella",
        "care",
        "join",
        "rescue",
        "other",
    ]
    assert all(len(group.names[language]) <= 35 for group in groups for language in Language)


def test_all_kinds_of_the_district_are_there(data: DistrictData) -> None:
    added = {"gas", "lead.gang", "rental", "dispute", "dispute.money", "care"}

    assert len({row.code for row in data.categories.rows} - added) == 40


def test_a_group_and_its_rows_belong_together(data: DistrictData) -> None:
    categories = data.categories

    for group in categories.groups():
        rows = (group, *categories.in_group(group.code))
        assert {row.kind for row in rows} == {group.kind}
        assert group not in categories.in_group(group.code)


@pytest.mark.parametrize("language", Language)
def test_no_two_kinds_have_one_name(data: DistrictData, language: Language) -> None:
    names = [row.names[language] for row in data.categories.rows]

    assert len(names) == len(set(names))


def test_rows_stand_beside_their_group(data: DistrictData) -> None:
    groups = [row.group for row in data.categories.rows]

    changes = [after for before, after in pairwise(groups) if before != after]
    assert len(changes) == len(set(changes))


def test_a_category_is_looked_up_by_code(data: DistrictData) -> None:
    storage = data.categories.category("gas.storage")

    assert storage is not None
    assert (storage.kind, storage.severity, storage.group) == (CaseKind.LEAD, Severity.S1, "gas")
    assert storage.names[Language.EN] == "Gas den, van used as a store"
    assert data.categories.category("gas.vehicle") is None


def test_words_without_a_row_of_their_own_mean_another(data: DistrictData) -> None:
    meant = {
        word: row.code
        for word in ("gas.vehicle", "rental.wiring", "rental.partition", "join.talk", "care")
        if (row := data.categories.of_word(word)) is not None
    }

    assert meant == {
        "gas.vehicle": "gas.storage",
        "rental.wiring": "rental.equipment",
        "rental.partition": "rental.mixed_use",
        "join.talk": "join",
        "care": "care.self",
    }


def test_words_of_danger_without_a_matter_mean_none(data: DistrictData) -> None:
    assert data.categories.of_word("danger.weapon") is None
    assert data.categories.of_word("hyperbole") is None
    assert data.categories.of_word("meta.status") is None


def test_every_kind_has_questions_of_its_own(data: DistrictData) -> None:
    for row in data.categories.rows:
        if data.categories.in_group(row.code):
            assert row.questions == ()
        else:
            assert 3 <= len(row.questions) <= 4, row.code


def test_a_question_is_asked_in_every_language(data: DistrictData) -> None:
    for row in data.categories.rows:
        for question in row.questions:
            assert set(question.texts) == set(Language)
            assert all(question.texts.values())


def test_both_scripts_of_a_question_say_the_same(data: DistrictData) -> None:
    for row in data.categories.rows:
        for question in row.questions:
            simplified, traditional = (
                words.plain(question.texts[language])
                for language in (Language.ZH_HANS, Language.ZH_HANT)
            )
            # To answer is 答复 in one script, 答覆 in the other.
            assert simplified == traditional.replace("覆", "复"), question.key


def test_a_question_is_known_by_its_number(data: DistrictData) -> None:
    keys = [question.key for row in data.categories.rows for question in row.questions]

    assert len(keys) == len(set(keys))
    assert "gas.storage.2" in keys


def test_no_question_promises_that_somebody_comes(data: DistrictData) -> None:
    promises = ("我们会", "我們會", "马上", "馬上", "一定", "we will", "保证", "保證", "奖", "獎")
    asked = [
        text
        for row in data.categories.rows
        for question in row.questions
        for text in question.texts.values()
    ]

    assert [text for text in asked if any(one in text.lower() for one in promises)] == []


def test_a_question_may_be_known_already(data: DistrictData) -> None:
    storage = data.categories.category("gas.storage")

    assert storage is not None
    assert storage.questions[0].known_by == (Fact.PLATE,)
    # An answer to another question often tells it: 有十幾個樽，細嗰隻.
    assert storage.questions[1].known_by == (Fact.BOTTLES, Fact.BOTTLE_SIZE)
    assert storage.questions[2].known_by == ()

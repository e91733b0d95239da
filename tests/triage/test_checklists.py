import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import checklists
from triage.categories import CaseKind
from triage.checklists import Item
from triage.languages import Language

THREE_QUESTIONS = ("enough.", "likely.", "whose.")

items = st.lists(st.sampled_from("abcdef"), unique=True).map(
    lambda codes: tuple(Item(code=code, names=dict.fromkeys(Language, code)) for code in codes)
)
ticks = st.frozensets(st.sampled_from("abcdefgh"))


def codes(data: DistrictData, category: str) -> list[str]:
    return [item.code for item in data.checklists.items_for(category)]


@given(items, ticks)
def test_a_list_is_complete_when_nothing_is_missing(
    some: tuple[Item, ...], ticked: frozenset[str]
) -> None:
    left = checklists.missing(some, ticked)

    assert checklists.is_complete(some, ticked) == (bool(some) and not left)
    assert checklists.is_complete(some, ticked | {one.code for one in left}) == bool(some)


@given(items, ticks, ticks)
def test_another_tick_never_makes_a_list_less_complete(
    some: tuple[Item, ...], ticked: frozenset[str], more: frozenset[str]
) -> None:
    before = checklists.is_complete(some, ticked)

    assert before <= checklists.is_complete(some, ticked | more)


def test_a_list_of_nothing_is_never_complete() -> None:
    assert not checklists.is_complete((), {"a"})


def test_every_kind_of_lead_asks_the_three_questions_and_things_of_its_own(
    data: DistrictData,
) -> None:
    for category in data.categories.rows:
        if category.kind is CaseKind.LEAD:
            asked = codes(data, category.code)
            own = {code for code in asked if code.startswith(f"{category.group.split('.')[-1]}.")}

            assert all(any(code.startswith(one) for code in asked) for one in THREE_QUESTIONS)
            assert own, category.code
            assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("category", ["gone.with.the.data", "dispute.noise"])
def test_a_kind_without_a_list_is_asked_what_all_others_are(
    data: DistrictData, category: str
) -> None:
    assert codes(data, category) == codes(data, "other")


@pytest.mark.parametrize(
    ("category", "asked", "not_asked"),
    [
        ("gas.storage", "gas.counted", "gas.supplier"),
        ("gas.suspect_cylinder", "gas.marks", "gas.licence"),
        ("lead.gang.campus", "gang.child", "gang.debt"),
        ("lead.gang.vice", "gang.meeting", "gas.seen"),
        ("lead.umbrella", "umbrella.both", "gang.meeting"),
        ("rental.escape", "rental.exit", "rental.wiring"),
    ],
)
def test_a_kind_is_asked_what_belongs_to_it(
    data: DistrictData, category: str, asked: str, not_asked: str
) -> None:
    assert asked in codes(data, category)
    assert not_asked not in codes(data, category)


def test_an_item_is_short_enough_for_one_line(data: DistrictData) -> None:
    for some in data.checklists.by_category.values():
        for item in some:
            assert len(item.names[Language.ZH_HANS]) <= 24, item.code
            assert len(item.names[Language.EN]) <= 80, item.code

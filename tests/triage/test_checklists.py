from settings.datafiles import DistrictData
from triage import checklists
from triage.categories import CaseKind
from triage.checklists import Item
from triage.languages import Language


def item(code: str, *kinds: str) -> Item:
    return Item(code=code, kinds=frozenset(kinds), names=dict.fromkeys(Language, code))


def test_a_list_holds_what_its_kind_asks_for() -> None:
    items = (item("enough", "gas", "rental"), item("seen", "gas"), item("exit", "rental"))

    assert [one.code for one in checklists.items_for(items, "gas")] == ["enough", "seen"]
    assert checklists.items_for(items, "city") == ()


def test_a_list_is_complete_when_all_of_it_is_done() -> None:
    items = (item("enough", "gas"), item("seen", "gas"))

    assert checklists.is_complete(items, {"enough", "seen", "exit"})
    assert not checklists.is_complete(items, {"enough"})


def test_a_kind_without_a_list_is_never_complete() -> None:
    assert not checklists.is_complete((), {"enough"})


def test_every_lead_is_asked_the_three_questions_and_something_of_its_kind(
    data: DistrictData,
) -> None:
    for category in data.categories.rows:
        if category.kind is CaseKind.LEAD:
            codes = {one.code for one in checklists.items_for(data.checklists, category.code)}
            assert {"enough", "likely", "whose", "nobody_exposed"} <= codes
            grave = category.code.startswith(("gas", "lead", "rental"))
            assert len(codes) > 4 or not grave, category.code

from pathlib import Path

import pytest

from settings import checklistfiles, kindfiles
from settings.mistakes import Mistake
from tests.support import EXAMPLE
from triage.categories import Categories

DATA = EXAMPLE.parent / "data"
HEAD = "code,kinds,name_zh_hans,name_zh_hant,name_en,source\n"
GOOD = "enough,*,够,夠,Enough,practice"


@pytest.fixture(scope="module")
def categories() -> Categories:
    return kindfiles.categories(DATA, [])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (f"{GOOD}\n{GOOD}", "code enough stands in this file twice"),
        ("enough,*,够,夠,Enough,", "source is empty"),
        (f"{GOOD}\n{'x' * 21},*,够,夠,Enough,practice", "code has more than 20 characters"),
        (
            f"{GOOD}\nseen,gold,看,看,Seen,practice",
            "kinds gold is not a category, nor a group with .* behind it",
        ),
    ],
)
def test_what_is_wrong_with_a_checklist_is_named(
    tmp_path: Path, categories: Categories, rows: str, sentence: str
) -> None:
    (tmp_path / "checklists.csv").write_text(f"{HEAD}{rows}\n", encoding="utf-8")
    mistakes: list[Mistake] = []

    checklistfiles.checklists(tmp_path, categories, mistakes)

    assert [mistake.sentence for mistake in mistakes] == [sentence]


def test_a_kind_of_lead_without_an_item_is_a_mistake(
    tmp_path: Path, categories: Categories
) -> None:
    row = GOOD.replace("*", "gas|gas.*")
    (tmp_path / "checklists.csv").write_text(f"{HEAD}{row}\n", encoding="utf-8")
    mistakes: list[Mistake] = []

    checklistfiles.checklists(tmp_path, categories, mistakes)

    assert "no item is for rental, so that none is ever verified" in {
        mistake.sentence for mistake in mistakes
    }


def test_the_items_of_the_district_are_read(categories: Categories) -> None:
    mistakes: list[Mistake] = []

    found = checklistfiles.checklists(DATA, categories, mistakes)

    assert mistakes == []
    assert len(found) > 10

from pathlib import Path

import pytest

from settings import checkfiles
from settings.datafiles import load_data
from settings.mistakes import Mistake
from triage.categories import CaseKind
from triage.checklists import Checklists

DATA = load_data(Path(__file__).resolve().parents[2] / "data")
HEADER = "code,kinds,name_zh_hans,name_zh_hant,name_en,source\n"


def read(folder: Path, *rows: str) -> tuple[Checklists, list[str]]:
    text = HEADER + "".join(f"{row}\n" for row in rows)
    (folder / "checklists.csv").write_text(text, encoding="utf-8")
    mistakes: list[Mistake] = []
    found = checkfiles.checklists(folder, DATA.categories, mistakes)
    return found, [f"{one.line}: {one.sentence}" for one in mistakes]


def test_a_row_for_all_is_for_leads_alone(tmp_path: Path) -> None:
    found, mistakes = read(
        tmp_path, "place,*,地点,地點,Place,ours", "seen,gas.*,看过,看過,Seen,ours"
    )

    leads = {one.code for one in DATA.categories.rows if one.kind is CaseKind.LEAD}
    assert not mistakes
    assert set(found.by_category) == leads
    assert [item.code for item in found.items_for("gas.filling")] == ["place", "seen"]
    assert [item.code for item in found.items_for("city")] == ["place"]


def test_a_kind_that_two_patterns_mean_is_asked_once(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "seen,*|gas.*|gas.filling,看过,看過,Seen,ours")

    assert [item.code for item in found.items_for("gas.filling")] == ["seen"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("place,gas.*,看,看,Look,ours", "code place stands in this file twice"),
        ("seen,,看,看,Look,ours", "kinds is empty"),
        ("seen,gaz,看,看,Look,ours", "kinds gaz is not a category, nor a group with .* behind it"),
        ("seen,dispute.noise,看,看,Look,ours", "kinds dispute.noise is no kind of lead"),
        ("seen,gas.*,看,看,,ours", "name_en is empty"),
        ("seen,gas.*,看,看,Look,", "source is empty"),
    ],
)
def test_what_is_wrong_with_a_row_is_named_with_its_line(
    tmp_path: Path, row: str, sentence: str
) -> None:
    _, mistakes = read(tmp_path, "place,*,地点,地點,Place,ours", row)

    assert mistakes == [f"3: {sentence}"]


def test_a_kind_of_lead_without_a_list_is_named(tmp_path: Path) -> None:
    _, mistakes = read(tmp_path, "seen,gas.*|lead.*|rental.*|rescue|other,看,看,Look,ours")

    assert mistakes == ["1: no row is for the kind city"]

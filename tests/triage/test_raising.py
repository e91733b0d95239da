import pytest

from settings.datafiles import DistrictData


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("他们拿刀上门要钱", {"weapon"}),
        ("賭檔裏面有未成年人", {"minors"}),
        ("They locked me out and there are pupils inside", {"locked_out", "pupils"}),
        ("天台门锁死了，晚上锁门", {"locked_exit"}),
        ("收到恐吓信", {"written_threat"}),
        ("没有未成年人，也没有拿刀", set()),
        ("楼上很吵", set()),
    ],
)
def test_signs_are_read_out_of_a_story_unless_it_denies_them(
    data: DistrictData, text: str, signs: set[str]
) -> None:
    assert data.routing.signs.told(text) == signs


def test_a_repeat_makes_a_case_graver_and_a_locked_door_does_not(data: DistrictData) -> None:
    assert data.routing.signs.raise_severity({"repeat"})
    assert not data.routing.signs.raise_severity({"locked_out", "pupils", "patrol"})

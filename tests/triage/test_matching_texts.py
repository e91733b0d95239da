import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.matching import normal, spots, syllables, tokens

TEXTS = st.text(st.sampled_from("泉星小区7栋A3区二楼block gas的在，。 12路"), max_size=60)
TRADITIONAL = str.maketrans("区楼栋气罐门", "區樓棟氣罐門")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("三座", "3栋"),
        ("3号楼", "3栋"),
        ("十二栋", "12栋"),
        ("Block 7", "7栋"),
        ("C座", "c栋"),
        ("3rd floor", "3楼"),
        ("Lane 9", "9巷"),
        ("九巷", "9巷"),
    ],
)
def test_buildings_floors_and_lanes_are_written_in_one_way(typed: str, meant: str) -> None:
    assert normal.normal(typed).strip() == meant


@given(TEXTS)
def test_script_width_and_case_make_no_difference(text: str) -> None:
    plain = normal.normal(text)

    assert normal.normal(text.translate(TRADITIONAL)) == plain
    assert normal.normal(text.translate(FULL_WIDTH)) == plain
    assert normal.normal(text.upper()) == plain


def test_zero_width_joins_are_not_seen() -> None:
    assert normal.normal("煤\u200d气\u200b罐") == "煤气罐"


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("泉星小区飞歌ktv扰民", {"泉星", "飞歌"}),
        ("请求取缔a7县劳动路的第三小学", {"劳动", "第三"}),
        ("我们小区没有电梯", set()),
    ],
)
def test_names_stand_before_the_word_that_says_what_they_are(text: str, stems: set[str]) -> None:
    assert {spot.stem for spot in spots.names(normal.normal(text))} >= stems


def test_a_name_is_known_by_its_sound() -> None:
    right, wrong = ({spot.key for spot in spots.names(text)} for text in ("泉星小区", "全兴小区"))

    assert syllables.key("泉星") == syllables.key("全新")
    assert right == wrong


def test_regions_made_anonymous_are_read() -> None:
    assert spots.regions("a市a3区和b市") == {"a", "a3", "b"}


def test_numbers_know_what_they_count() -> None:
    assert spots.numbers("7栋 136路 9巷") == {
        "栋": frozenset({"7"}),
        "路": frozenset({"136"}),
        "巷": frozenset({"9"}),
    }


def test_pinyin_sounds_like_what_it_spells() -> None:
    chinese, latin = set(tokens.sounds("回龙埔市场")), set(tokens.sounds("huilongpu shichang"))

    assert len(chinese & latin) >= 2


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    plain = normal.normal(text)

    assert all(0 <= spot.start < spot.end <= len(plain) for spot in spots.names(plain))
    assert len(tokens.grams(plain)) <= len(plain)

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from triage import characters, identifiers, numerals
from triage.identifiers import IdentifierKind

FIGURES = "零一二三四五六七八九"
GAPS = st.sampled_from(["", " ", "-", "·", ".", " - ", "\u3000"])
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
PLATES = st.from_regex(r"[粤湘赣桂闽京沪][A-HJ-NP-Z][0-9][A-HJ-NP-Z0-9]{4}[0-9]?", fullmatch=True)
WORDS = re.findall(
    r"\S+",
    "3 5 12 a b 栋 号 楼 座 单元 房 室 层 负 地下 室 叫 阿 强 "
    "的 哥 便利店 公司 有限 微信 "
    "qq 粤b 12345 138 1234 5678 0755 - . · "
    "块 元 万 千 五 两 每月 收 block flat room floor /f http:// www. com "
    "尾号 车 电话 外号 在 ， ¥",
)
PHRASES = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)


def kinds(text: str) -> list[tuple[IdentifierKind, str]]:
    return [(one.kind, one.value) for one in identifiers.find(text)]


@given(st.text(max_size=200) | PHRASES)
def test_any_text_gives_identifiers_in_order_and_apart(text: str) -> None:
    found = identifiers.find(text)

    assert all(one.start < one.end and one.value for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(PHONES, st.lists(GAPS, min_size=10, max_size=10))
def test_a_phone_is_found_in_any_spacing(phone: str, gaps: list[str]) -> None:
    said = "".join(figure + gap for figure, gap in zip(phone, [*gaps, ""], strict=True))

    assert kinds(f"电话{said}，请联系") == [(IdentifierKind.PHONE, phone)]


@given(PHONES)
def test_a_phone_is_found_in_numerals(phone: str) -> None:
    said = "".join(FIGURES[int(c)] for c in phone)

    assert kinds(f"他的号码{said}") == [(IdentifierKind.PHONE, phone)]


@given(PLATES, GAPS, st.booleans())
def test_a_plate_is_found_in_either_case(plate: str, gap: str, low: bool) -> None:
    said = plate[:2] + gap + plate[2:]

    found = kinds(f"开{said.lower() if low else said}，白色")

    assert found == [(IdentifierKind.PLATE, plate)]


@given(st.integers(1, 9_999_999), st.sampled_from(["元", "块", "块钱", "蚊", " yuan", " RMB"]))
def test_an_amount_is_found_with_its_currency(yuan: int, currency: str) -> None:
    written = [f"{yuan}{currency}", f"{yuan:,}{currency}"]

    assert [kinds(text) for text in written] == [[(IdentifierKind.AMOUNT, str(yuan))]] * 2


@given(st.integers(1, 99), st.integers(1, 33), st.integers(101, 3399))
def test_a_door_is_found_whole(building: int, unit: int, room: int) -> None:
    found = kinds(f"{building}栋{unit}单元{room}")

    doors = [IdentifierKind.BUILDING, IdentifierKind.UNIT, IdentifierKind.ROOM]
    assert found == list(zip(doors, map(str, (building, unit, room)), strict=True))


@given(PHRASES)
def test_both_scripts_and_full_width_say_the_same(text: str) -> None:
    back = {simple: full for full, simple in characters.TO_SIMPLIFIED.items()}
    traditional = "".join(chr(back.get(ord(c), ord(c))) for c in text)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)

    assert kinds(text) == kinds(traditional) == kinds(wide)


@given(st.integers(0, 99_999_999))
def test_a_number_in_numerals_is_read_back(number: int) -> None:
    assert numerals.value(spelled(number)) == number


def spelled(number: int) -> str:
    """Return *number* in Chinese, every zero said."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return spelled(high) + "万" + gap + (spelled(low) if low else "")
    units = [(1000, "千"), (100, "百"), (10, "十")]
    text, left = "", number
    for size, name in units:
        figure, left = divmod(left, size)
        if figure:
            text += FIGURES[figure] + name
        elif text and left and not text.endswith("零"):
            text += "零"
    return text + (FIGURES[left] if left or not text else "")

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.languages import Language, language_of

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN
SET = Path(__file__).parents[1] / "sets" / "danger_dev.csv"
LANGUAGES = st.sampled_from(Language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("煤气泄漏了", HANS),
        ("煤氣洩漏了", HANT),
        ("樓梯有陣煤氣味，佢哋唔理", HANT),
        ("老公打我", None),
        ("佢打我", None),
        ("后来说里面乾净了", HANS),
        ("I smell gas in the stairs", EN),
        ("she can die", EN),
        ("gas leak at 南联社区 building three, please hurry up", EN),
        ("我dad喝醉就beat妈妈", HANS),
        ("wo jia mei qi lou le, tou hao yun", None),
        ("bu xiang huo le", None),
        ("ta you da wo", None),
        ("110 !!", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("fallback", Language)
def test_a_text_is_answered_in_its_own_language(
    text: str, language: Language | None, fallback: Language
) -> None:
    shared = HANS if any("一" <= one <= "鿿" for one in text) and fallback is EN else fallback

    assert language_of(text, fallback) is (language or shared)


def test_the_messages_of_the_set_are_heard_in_their_own_script() -> None:
    scripts = {"hans": {HANS}, "hant": {HANT}, "en": {EN}, "yue": {HANS, HANT}, "pinyin": {HANS}}
    with SET.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["script"] in scripts]

    right = [language_of(row["text"], HANS) in scripts[row["script"]] for row in rows]

    assert sum(right) >= 0.98 * len(right)


@given(st.text(), LANGUAGES)
def test_any_text_has_a_language(text: str, fallback: Language) -> None:
    assert language_of(text, fallback) in Language


@given(st.text(st.characters(categories=["Nd", "P", "Z", "S"])), LANGUAGES)
def test_what_has_no_letter_is_answered_in_the_language_of_the_chat(
    text: str, fallback: Language
) -> None:
    assert language_of(text, fallback) is fallback


@given(st.text("煤气泄漏楼"), st.sampled_from([HANS, HANT]))
def test_chinese_never_becomes_english(text: str, fallback: Language) -> None:
    assert language_of(text, fallback) is not EN


@given(st.text("們這說氣樓"), LANGUAGES)
def test_traditional_characters_get_a_traditional_answer(text: str, fallback: Language) -> None:
    assert language_of("氣" + text, fallback) is HANT


@given(st.integers(1, 4096))
def test_no_run_of_letters_takes_long(length: int) -> None:
    assert language_of("xian" * length + "k", HANT) is EN

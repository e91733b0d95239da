"""What can be checked by rule: short sentences, short buttons, one word a thing, no promise."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from locales import catalogue
from settings.datafiles import DistrictData, load_data
from tests.support import EXAMPLE
from triage.languages import Language

TAG = re.compile(r"<[^>]+>")
SENTENCE = {
    Language.ZH_HANS: r"[。？！\n]",
    Language.ZH_HANT: r"[。？！\n]",
    Language.EN: r"(?<=[.?!])\s|\n",
}
# Characters of Chinese, words of English, for which one breath is enough.
LONGEST = {Language.ZH_HANS: 40, Language.ZH_HANT: 40, Language.EN: 20}
# A row of a telephone takes about sixteen Han characters.
WIDEST_BUTTON = 32
BUTTONS = re.compile(
    r"(button|change|pending|when|mode)\.|danger\.(contact|tell|safe)$|add\.finish$"
    r"|status\.(add|new_receipt|withdraw)$|(withdraw|forget)\.(yes|no)$"
)
# domain.md B.2: never, in no words.
PROMISES = {
    Language.ZH_HANS: r"一定会|肯定会|(?<!不是)(?<!不能)(?<!人能)保证(?!自己)|马上派人|立刻派人"
    r"|(?<!保证)绝对保密|会有人来|警察会|会抓|百分之百|完全匿名|一定有奖",
    Language.ZH_HANT: r"一定會|肯定會|(?<!不是)(?<!不能)(?<!人能)保證(?!自己)|馬上派人|立刻派人"
    r"|(?<!保證)絕對保密|會有人來|警察會|會抓|百分之百|完全匿名|一定有獎",
    Language.EN: r"guarantee|(?<!can )(?<!not a )promise|definitely|help is on its way"
    r"|(we|they|police|officers?|somebody|someone) will come|police will|100%"
    r"|will be (arrested|evicted|rewarded)|completely (anonymous|safe)",
}
# Another word for a thing that has one, or one of another place.
STRANGE = {
    Language.ZH_HANS: "你|举报|收据|票号|案号",
    Language.ZH_HANT: "你|舉報|收據|票號|案號|裡|著|消息|信息|程序|照片|文件|視頻|服務器|默認",
    Language.EN: r"\b(ticket|case number|tip-off|complaint|informant|click|tap here)\b",
}


def sentences(text: str, language: Language) -> Iterator[str]:
    yield from re.split(SENTENCE[language], TAG.sub("", text))


def length(sentence: str, language: Language) -> int:
    return len(sentence.split()) if language is Language.EN else len(sentence)


def width(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)


def of_catalogue(language: Language) -> Iterator[tuple[str, str]]:
    for key, text in catalogue.texts(language).items():
        yield from ((key, form) for form in text.forms)


def of_data(data: DistrictData, language: Language) -> Iterator[tuple[str, str]]:
    for danger, row in data.dangers.items():
        yield danger, row.words[language]
    for category in data.categories.by_code.values():
        yield category.code, category.names[language]
        for question in category.questions:
            yield f"{category.code}.{question.key}", question.texts[language]
    yield from of_replies(data, language)


def of_replies(data: DistrictData, language: Language) -> Iterator[tuple[str, str]]:
    yield from ((f"reply.{reply.code}", reply.texts[language]) for reply in data.replies)


@pytest.fixture(scope="module")
def data() -> DistrictData:
    return load_data(EXAMPLE.parent / "data")


@pytest.mark.parametrize("language", Language)
def test_no_sentence_is_longer_than_a_breath(language: Language, data: DistrictData) -> None:
    texts = [*of_catalogue(language), *of_data(data, language)]
    # It is in all three languages.
    found = [
        (key, sentence)
        for key, text in texts
        for sentence in sentences(text, language)
        if key != "language.ask" and length(sentence, language) > LONGEST[language]
    ]

    assert found == []


@pytest.mark.parametrize("language", Language)
def test_nothing_is_promised(language: Language, data: DistrictData) -> None:
    texts = [*of_catalogue(language), *of_data(data, language)]
    pattern = re.compile(PROMISES[language], re.IGNORECASE)

    assert [key for key, text in texts if pattern.search(text)] == []


@pytest.mark.parametrize("language", Language)
def test_a_thing_has_one_name_and_people_are_spoken_to_with_respect(
    language: Language, data: DistrictData
) -> None:
    pattern = re.compile(STRANGE[language], re.IGNORECASE)
    texts = [*of_catalogue(language), *of_replies(data, language)]

    found = [key for key, text in texts if pattern.search(text)]

    assert [key for key in found if key != "language.ask"] == []


@pytest.mark.parametrize("language", Language)
def test_a_button_fits_its_row_and_says_something_when_read_alone(language: Language) -> None:
    labels = {key: text for key, text in of_catalogue(language) if BUTTONS.match(key)}

    assert {key: text for key, text in labels.items() if width(text) > WIDEST_BUTTON} == {}
    assert all(re.fullmatch(r"\w.+", text) for text in labels.values())
    assert not any(TAG.search(text) or "{" in text for text in labels.values())


@pytest.mark.parametrize("language", Language)
def test_what_is_said_in_danger_begins_with_what_to_do_and_names_a_number(
    language: Language, data: DistrictData
) -> None:
    for row in data.dangers.values():
        said = row.words[language]

        assert re.search(r"11[09]|12356", said)
        assert all(length(one, language) <= LONGEST[language] for one in sentences(said, language))


@pytest.mark.parametrize("language", Language)
def test_somebody_who_wants_to_die_is_neither_blamed_nor_told_of_means(
    language: Language, data: DistrictData
) -> None:
    said = [text for key, text in of_data(data, language) if key.startswith("danger.suicide")]

    assert said
    assert not any(
        re.search("跳楼|跳樓|割腕|上吊|安眠药|安眠藥|自私|think of your|jump|pills|selfish", text)
        for text in said
    )

import html
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import catalogue
from triage.languages import Language

HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"
"""
PLURALS = {
    Language.ZH_HANS: "nplurals=1; plural=0;",
    Language.ZH_HANT: "nplurals=1; plural=0;",
    Language.EN: "nplurals=2; plural=(n != 1);",
}
HOURS = """
msgid "hours"
msgid_plural "hours"
msgstr[0] "{n} hour for {who}"
"""
PLACE = """
msgid "place"
msgstr ""
"<b>{who}</b> is\\n"
"at {where} &amp; near"
"""


def write(folder: Path, extra: str = "") -> None:
    for language, plural in PLURALS.items():
        more = 'msgstr[1] "{n} hours for {who}"\n' if "nplurals=2" in plural else ""
        text = HEADER.format(plural=plural) + HOURS + more + PLACE + extra
        (folder / f"{language.replace('-', '_')}.po").write_text(text, encoding="utf-8")


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    write(tmp_path)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.texts.cache_clear()
    yield tmp_path
    catalogue.texts.cache_clear()


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        (Language.EN, 1, "1 hour for you"),
        (Language.EN, 2, "2 hours for you"),
        (Language.EN, 0, "0 hours for you"),
        (Language.ZH_HANS, 1, "1 hour for you"),
        (Language.ZH_HANT, 2, "2 hour for you"),
    ],
)
def test_the_number_chooses_the_form(language: Language, n: int, said: str) -> None:
    assert catalogue.say("hours", language, n=n, who="you") == said


@pytest.mark.usefixtures("invented")
def test_what_is_put_in_cannot_become_a_tag_or_a_parameter() -> None:
    said = catalogue.say("place", Language.EN, who="<i>&{where}", where=7)

    assert said == "<b>&lt;i&gt;&amp;{where}</b> is\nat 7 &amp; near"


@given(st.text())
def test_words_come_back_whole_from_html_and_as_they_are_on_a_button(words: str) -> None:
    said = catalogue.say("plain", Language.EN, text=words)

    assert not {"<", ">"} & set(said)
    assert html.unescape(said) == words
    assert catalogue.label("plain", Language.EN, text=words) == words


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("nothing", {"who": "secret"}),
        ("place", {"who": "secret"}),
        ("hours", {"who": "secret"}),
        ("hours", {"who": "secret", "n": "secret"}),
        ("hours", {"n": 1}),
    ],
)
def test_what_is_missing_raises_the_key_and_nothing_else(
    key: str, params: dict[str, str | int]
) -> None:
    with pytest.raises(KeyError) as caught:
        catalogue.say(key, Language.EN, **params)

    assert caught.value.args == (key,)
    assert caught.value.__cause__ is None


@pytest.mark.usefixtures("invented")
def test_a_text_names_its_keys_and_parameters() -> None:
    assert catalogue.keys() == {"hours", "place"}
    assert catalogue.parameters("hours", Language.ZH_HANS) == {"n", "who"}
    assert catalogue.parameters("place", Language.EN) == {"who", "where"}


def test_a_text_that_only_one_language_has_is_a_key_too(invented: Path) -> None:
    with (invented / "en.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "alone"\nmsgstr "Alone"\n')

    assert catalogue.keys() == {"hours", "place", "alone"}


def test_three_catalogues_are_read_before_anybody_notices(invented: Path) -> None:
    write(invented, "".join(PLACE.replace('"place"', f'"place{at}"') for at in range(150)))
    begun = time.process_time()

    catalogue.keys()

    assert time.process_time() - begun < 0.2  # 25 ms at rest; tests run beside others

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from settings import checks, loading
from settings.mistakes import Mistake, Mistakes
from triage.languages import Language

WithLine = Callable[[str, str], int]
NEEDED = """
[district]
prefix = "LG"
name_zh_hans = "龙岗区"
name_zh_hant = "龍崗區"
name_en = "Longgang District"
[keys]
recovery = "../maplebridge-recovery/keys.age"
"""
SHARED = hypothesis(suppress_health_check=[HealthCheck.function_scoped_fixture])


def mistakes_in(path: Path) -> tuple[Mistake, ...]:
    with pytest.raises(Mistakes) as caught:
        loading.load(path)
    return caught.value.mistakes


def test_paths_are_absolute_and_seen_from_the_folder_of_the_file(config: Path) -> None:
    settings = loading.load(config)

    assert settings.telegram.token_file == config.parent / "token"
    assert settings.keys.folder == config.parent / "keys"
    assert settings.keys.recovery == config.parent.parent / "maplebridge-recovery" / "keys.age"
    assert settings.database_url == f"sqlite+aiosqlite:///{config.parent}/maplebridge.db"
    assert settings.district.data == checks.OWN_DATA


def test_what_is_left_out_counts_as_the_example_has_it(config: Path) -> None:
    full = loading.load(config)
    config.write_text(NEEDED, encoding="utf-8")

    assert loading.load(config) == full


def test_the_district_has_a_name_in_every_language_and_a_clock(config: Path) -> None:
    district = loading.load(config).district

    assert [district.name(language) for language in Language] == [
        "龙岗区",
        "龍崗區",
        "Longgang District",
    ]
    new_year = district.local(datetime(2026, 12, 31, 16, tzinfo=UTC))
    assert (new_year.year, new_year.hour) == (2027, 0)


def test_a_chat_has_its_number_by_name_once_there_is_one(config: Path, with_line: WithLine) -> None:
    before = loading.load(config).telegram.chats
    with_line("duty = 0", "duty = -1001")

    after = loading.load(config).telegram.chats

    assert (before.by_name("duty"), after.by_name("duty")) == (None, -1001)
    assert after.by_name("nobody") is None


def test_an_absolute_database_file_and_its_options_stay(config: Path, with_line: WithLine) -> None:
    with_line(
        'url = "sqlite+aiosqlite:///maplebridge.db"',
        'url = "sqlite+aiosqlite:////srv/a.db?timeout=3"',
    )

    assert loading.load(config).database_url == "sqlite+aiosqlite:////srv/a.db?timeout=3"


def test_two_custodians_are_accepted(config: Path, with_line: WithLine) -> None:
    keys = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2)]
    with_line("custodians = []", f'custodians = ["{keys[0]}", "{keys[1]}"]')

    assert loading.load(config).keys.custodians == tuple(keys)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "per_group_per_minute = 20",
            'per_group_per_minute = "twenty"',
            "per_group_per_minute is 'twenty', it must be a whole number of at least 1.",
        ),
        ("workers = 32", "workers = true", "workers is true, it must be a whole number of at"),
        ("workers = 32", "workers = 2.0", "workers is 2.0, it must be a whole number of at"),
        ("workers = 32", "workers = 0", "workers is 0, it must be a whole number of at least 1."),
        ("workers = 32", "workers = [1]", "workers must be a whole number of at least 1."),
        ("workers = 32", "workerz = 8", "workerz is not a setting; did you mean workers?"),
        ("workers = 32", "quux = 8", "quux is not a setting of [limits]; take it out."),
        ("workers = 32", "poll_seconds = 8", "of [limits]; it belongs in [telegram]."),
        ("trail_hours = 48", "trail_hours = 49", "is 49, it must be a whole number from 1 to 48."),
        ("poll_seconds = 30", "poll_seconds = 51", "must be a whole number from 0 to 50."),
        ('prefix = "LG"', 'prefix = "lg"', "prefix is 'lg', it must be two to four capital"),
        ('prefix = "LG"', 'prefix = "LG\\n"', "it must be two to four capital letters"),
        ('name_en = "Longgang District"', 'name_en = ""', "name_en is '', it must be words"),
        ('time_zone = "Asia/Shanghai"', 'time_zone = "Asia"', "time_zone is not a time zone"),
        ('language = "zh-Hans"', 'language = "fr"', "language is 'fr', it must be \"zh-Hans\""),
        ('data = ""', 'data = "nowhere"', "data must name a folder that can be read"),
        ('data = ""', 'data = "a\\u0000b"', "data holds a character that no path can have."),
        ("duty = 0", 'duty = "@duty"', "duty is '@duty', it must be the number of a chat, or 0."),
        ('level = "info"', 'level = "loud"', "level is 'loud', it must be \"debug\""),
        ('format = "text"', "format = 1979-05-27", 'format must be "text" or "json".'),
        (
            'base_url = "https://api.telegram.org/bot"',
            'base_url = "https://api.telegram.org"',
            "base_url must be an address that begins with http:// or https:// and ends in /bot.",
        ),
        (
            'url = "sqlite+aiosqlite:///maplebridge.db"',
            'url = "sqlite+aiosqlite:///:memory:"',
            "url must begin with sqlite+aiosqlite:/// and name a file",
        ),
        (
            'recovery = "../maplebridge-recovery/keys.age"',
            'recovery = "./keys/copy/keys.age"',
            "recovery lies inside the folder of the keys",
        ),
        ("custodians = []", 'custodians = ["age1x"]', "two different custodians."),
        ("custodians = []", 'custodians = ["age1x", "age1x"]', "two different custodians."),
        ("custodians = []", 'custodians = ["age1x", "age1y"]', "which begin with age1."),
        ("custodians = []", "custodians = [1, 2]", "custodians must be a list of two public keys"),
        ('file = ""', 'file = "nowhere.csv"', "file must name a file that is there, or be empty."),
        ('file = ""', "file = 7", "file is 7, it must be a path in quotation marks."),
        ("[logs]", "[log]", "log is not a setting; did you mean logs?"),
        ("workers = 32", "workers = eight", "This line cannot be read"),
    ],
)
def test_a_mistake_is_said_plainly_and_with_its_line(
    config: Path, with_line: WithLine, old: str, new: str, said: str
) -> None:
    line = with_line(old, new)

    (mistake,) = mistakes_in(config)

    assert said in mistake.sentence
    assert (mistake.file, mistake.line) == (config, line)


def test_a_missing_key_has_the_line_of_its_section(config: Path, with_line: WithLine) -> None:
    header = with_line("[keys]", "[keys]")
    with_line('recovery = "../maplebridge-recovery/keys.age"', "")

    (mistake,) = mistakes_in(config)

    assert mistake.line == header
    assert mistake.sentence == (
        "recovery is missing from [keys]; it must be a path in quotation marks."
    )


def test_a_key_that_stands_twice_is_said_at_the_second(config: Path, with_line: WithLine) -> None:
    first = with_line("workers = 32", "workers = 32\nworkers = 9")

    (mistake,) = mistakes_in(config)

    assert mistake.line == first + 1
    assert mistake.sentence == "This key or section stands in the file a second time; keep one."


def test_all_mistakes_are_said_at_once_from_the_top_of_the_file_down(config: Path) -> None:
    (config.parent / "token").unlink()
    config.write_text(
        'workers = 3\n[district]\nprefix = "lg"\nname_zh_hans = 1\nname_en = "x"\n'
        '[telegram]\nchats = { duti = 1 }\n[keys]\nrecovery = "keys/x"\n[logs]\nlevel = 3\n',
        encoding="utf-8",
    )

    found = [(mistake.line, mistake.key) for mistake in mistakes_in(config)]

    assert found == [
        (1, "workers"),
        (2, "district.name_zh_hant"),
        (3, "district.prefix"),
        (4, "district.name_zh_hans"),
        (6, "telegram.token_file"),
        (7, "telegram.chats.duti"),
        (9, "keys.recovery"),
        (11, "logs.level"),
    ]


def test_a_section_that_is_no_section_is_said(config: Path) -> None:
    config.write_text(f"logs = 5\n{NEEDED}", encoding="utf-8")

    (mistake,) = mistakes_in(config)

    assert mistake.sentence == "logs is 5, it must be a section, [logs]."


def test_each_mistake_prints_as_file_line_and_sentence(config: Path, with_line: WithLine) -> None:
    line = with_line("workers = 32", "workers = 0")

    with pytest.raises(Mistakes, match=rf"config\.toml:{line}: workers is 0, it must be"):
        loading.load(config)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path / "config.toml")

    assert mistake.sentence == "There is no such file; maplebridge init writes one."


def test_a_folder_in_place_of_the_file_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path)

    assert mistake.sentence == "This file cannot be read; see to whom it belongs."


def test_bytes_that_are_not_utf_8_are_said_with_their_line(config: Path) -> None:
    config.write_bytes("[district]\nname_zh_hans = '龙岗区'\n".encode("gb18030"))

    (mistake,) = mistakes_in(config)

    assert mistake.line == 2
    assert "UTF-8" in mistake.sentence


def test_a_file_saved_by_windows_notepad_is_read(config: Path, example: str) -> None:
    plain = loading.load(config)
    config.write_bytes(example.replace("\n", "\r\n").encode("utf-8-sig"))

    assert loading.load(config) == plain


@SHARED
@given(st.text(st.characters(codec="utf-8")) | st.text("[]{}=.\"'#\n ab1\\", max_size=40))
@example("\r0")
@example("keys = [[]]")
@example("logs.level.x = 1")
@example("limits = [{workers = 1}]")
def test_any_text_ends_in_mistakes_with_a_line_of_the_file(config: Path, text: str) -> None:
    config.write_text(text, encoding="utf-8", newline="")

    found = mistakes_in(config)

    assert all(1 <= mistake.line <= text.count("\n") + 1 for mistake in found)
    assert all(mistake.sentence.endswith((".", "?")) for mistake in found)

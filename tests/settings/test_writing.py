import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings import loading, writing

ANY = st.text(st.characters(codec="utf-8"))
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "district.name_zh_hans": ANY,
        "telegram.base_url": ANY,
        "telegram.chats.duty": st.integers(-(2**63), 2**63 - 1),
        "database.url": ANY,
        "keys.custodians": st.lists(ANY, max_size=3),
    },
)
EXAMPLE = (Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8")


def comments(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("#")]


@given(CHANGES)
def test_every_value_is_read_back_and_nothing_else_has_changed(
    changes: dict[str, writing.Value],
) -> None:
    text = writing.filled(EXAMPLE, changes)

    expected = tomllib.loads(EXAMPLE)
    for key, value in changes.items():
        *tables, name = key.split(".")
        table = expected
        for part in tables:
            table = table[part]
        table[name] = value
    assert tomllib.loads(text) == expected
    assert comments(text) == comments(EXAMPLE)


@given(ANY)
def test_a_comment_after_the_value_stays(value: str) -> None:
    text = writing.filled('[a]\nb = """\nold\n""" # why\nc = 1\n', {"a.b": value})

    assert text.endswith(" # why\nc = 1\n")
    assert tomllib.loads(text) == {"a": {"b": value, "c": 1}}


def test_a_written_configuration_loads_with_what_was_put_in(config: Path, example: str) -> None:
    url = "http://127.0.0.1:8081/bot"

    writing.write_config(example, config, {"telegram.base_url": url, "telegram.chats.duty": -100})

    settings = loading.load(config)
    assert settings.telegram.base_url == url
    assert settings.telegram.chats.duty == -100


def test_a_new_configuration_is_its_owners_alone(tmp_path: Path, example: str) -> None:
    target = tmp_path / "config.toml"

    writing.write_config(example, target, {})

    assert target.read_text(encoding="utf-8") == example
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("key", ["telegram.nothing", "telegram", "duty"])
def test_a_key_that_the_example_lacks_writes_nothing(
    tmp_path: Path, example: str, key: str
) -> None:
    with pytest.raises(KeyError, match=key):
        writing.write_config(example, tmp_path / "config.toml", {key: "x"})

    assert list(tmp_path.iterdir()) == []

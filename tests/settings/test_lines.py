import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from settings import lines

BARE = st.text("abcXYZ019_-", min_size=1, max_size=6)
QUOTED = st.sampled_from(['"a.b"', '"c = d"', "'# no'", '"[e]"', '"f\\"g"', '"龙"', '""'])
VALUES = st.sampled_from(
    [
        "1",
        "-1.5e3 # it's",
        '"a = 1 # [no]" # "yes',
        "'''\n[not]\na = 1\n'''",
        '"""\n[not] \\"""\nb = 2"""',
        '"""two quotes at its end"""""',
        "[\n  1, # ]\n  2,\n]",
        '[["a]"], ["\\""]]',
        "{ a = 1, b.c = [2] }",
        "1979-05-27T07:32:00Z",
        '""',
    ]
)
GAPS = st.lists(st.sampled_from(["", "# a = 1", "  # [no]", '# """', "\t"]), max_size=3)
SECTIONS = st.dictionaries(
    st.tuples(BARE, BARE),
    st.tuples(GAPS, st.dictionaries(BARE | QUOTED, st.tuples(GAPS, VALUES), max_size=4)),
    max_size=4,
)
Sections = dict[tuple[str, str], tuple[list[str], dict[str, tuple[list[str], str]]]]


def written(sections: Sections) -> tuple[str, dict[int, str]]:
    text, expected = "", {}
    for (outer, inner), (gap, keys) in sections.items():
        text += "".join(f"{line}\n" for line in gap)
        expected[text.count("\n") + 1] = ""
        text += f" [ {outer}.x-{inner} ] # here\n"
        for key, (space, value) in keys.items():
            text += "".join(f"{line}\n" for line in space)
            expected[text.count("\n") + 1] = value
            text += f"  {key} = {value}\n"
    return text, expected


def paths(table: dict[str, Any], above: lines.KeyPath = ()) -> Iterator[lines.KeyPath]:
    for key, value in table.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from paths(value, (*above, key))


@given(SECTIONS)
def test_every_header_and_key_is_found_on_its_line(sections: Sections) -> None:
    text, expected = written(sections)

    found = [entry.line for entry in lines.entries(text)]

    assert found == list(expected)


@given(SECTIONS)
def test_a_value_is_cut_out_as_it_was_written(sections: Sections) -> None:
    text, expected = written(sections)

    found = [text[entry.start : entry.end] for entry in lines.entries(text)]

    values = [value.partition(" #")[0] if "\n" not in value else value for value in found]
    wanted = [v.partition(" #")[0] if "\n" not in v else v for v in expected.values()]
    assert values == wanted


@given(SECTIONS)
def test_every_key_that_tomllib_reads_has_a_line(sections: Sections) -> None:
    text, _ = written(sections)
    found = lines.key_lines(text)

    for path in paths(tomllib.loads(text)):
        assert lines.line_of(path, found) in found.values()


@given(SECTIONS)
def test_windows_line_ends_count_the_same(sections: Sections) -> None:
    text, _ = written(sections)

    assert lines.key_lines(text.replace("\n", "\r\n")) == lines.key_lines(text)


def test_a_header_has_its_own_line_even_when_a_table_inside_comes_first() -> None:
    text = "[a.b]\nc = 1\n\n[a]\nd = 2\n[[list]]\n[[list]]\n"

    found = lines.key_lines(text)

    assert found == {
        ("a", "b"): 1,
        ("a", "b", "c"): 2,
        ("a",): 4,
        ("a", "d"): 5,
        ("list",): 6,
    }


def test_dotted_keys_and_inline_tables_fall_back_to_the_line_around_them() -> None:
    found = lines.key_lines("\na . 'b' = { c = 1 }\n")

    assert lines.line_of(("a", "b", "c"), found) == 2
    assert lines.line_of(("a",), found) == 2
    assert lines.line_of(("z",), found) == 1

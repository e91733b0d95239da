import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import keyfiles
from storage.faults import KeyFault
from storage.keyfiles import KeyFile, Line

KEY = bytes(range(32))
NUMBERED = st.builds(
    Line,
    number=st.integers(1, 65535),
    key=st.binary(min_size=32, max_size=32),
    is_lookup=st.booleans(),
    is_coming=st.booleans(),
)


def file_of(*lines: Line) -> KeyFile:
    return KeyFile(comments=("# a key",), lines=lines)


def in_use(file: KeyFile) -> bool:
    return any(not (line.is_lookup or line.is_coming) for line in file.lines)


FILES = (
    st.lists(NUMBERED, min_size=1, unique_by=lambda line: (line.number, line.is_lookup))
    .map(lambda lines: file_of(*lines))
    .filter(in_use)
)


@given(FILES)
def test_what_is_written_is_read_the_same(file: KeyFile) -> None:
    assert keyfiles.parsed(file.text()) == file


@given(FILES)
def test_a_coming_version_opens_and_is_not_the_one_that_seals(file: KeyFile) -> None:
    coming = {line.number for line in file.lines if line.is_coming and not line.is_lookup}

    assert coming <= file.numbered().keys()
    assert file.current not in coming
    assert file.arrived().current == max(file.numbered())


@given(FILES, NUMBERED)
def test_a_file_with_one_more_line_is_the_same_key(file: KeyFile, line: Line) -> None:
    if line.is_lookup or line.number not in file.numbered():
        assert file.with_line(line).continues(file)


def test_another_key_under_the_same_number_is_not_the_same_key() -> None:
    ours, other = Line(number=1, key=KEY), Line(number=1, key=bytes(32))

    assert not file_of(other).continues(file_of(ours))
    assert not file_of(other, Line(number=2, key=KEY)).continues(file_of(ours))


def test_a_file_whose_old_versions_were_dropped_is_the_same_key_unless_it_is_older() -> None:
    first, second = file_of(Line(number=1, key=KEY)), file_of(Line(number=2, key=KEY))

    assert second.continues(first)
    assert not first.continues(second)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only words",
        "next v2 {key}",
        "lookup v1 {key}",
        "v1 {key}\nv1 {key}",
        "v0 {key}",
        "v65536 {key}",
        "1 {key}",
        "v1 {key} more",
        "next",
        "next lookup",
        "lookup next v2 {key}",
        "v1 AAAA",
    ],
)
def test_what_is_no_key_file_is_a_fault_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "content.key"
    path.write_text(text.format(key="A" * 43 + "="))

    with pytest.raises(KeyFault, match=r"content\.key is missing or cannot be read"):
        keyfiles.read(path)


def test_a_file_is_replaced_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "content.key"
    path.write_bytes(b"before")
    # Left by somebody who was killed.
    (tmp_path / ".content.key.new").write_bytes(b"half")
    seen = path.open("rb")

    keyfiles.write(path, b"after", like=path)

    with seen:
        assert seen.read() == b"before"
    assert path.read_bytes() == b"after"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["content.key"]


def test_a_line_does_not_show_its_key() -> None:
    line = Line(number=1, key=KEY)

    assert repr(KEY) not in repr(line)
    assert line.text().split()[1] not in repr(file_of(line))

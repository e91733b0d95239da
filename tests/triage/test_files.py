import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import files
from triage.files import Broken, Family, FileRefused, TooBig, Unwelcome


@given(st.integers(0, 1 << 40))
def test_a_file_is_too_big_above_twenty_megabytes_and_only_then(size: int) -> None:
    if size <= files.LARGEST:
        files.demand_welcome(size=size, name=None, mime=None)
    else:
        with pytest.raises(TooBig):
            files.demand_welcome(size=size, name=None, mime=None)


@given(st.binary())
def test_every_content_is_known_or_refused(data: bytes) -> None:
    try:
        found = files.content_of(data)
    except FileRefused:
        return
    assert data
    assert (found.family is Family.OTHER) == (not found.reader)


@pytest.mark.parametrize("name", ["exe", "my exe", "notes.txt", "", "zip", "照片.jpg"])
def test_a_name_without_a_bad_ending_is_welcome(name: str) -> None:
    files.demand_welcome(size=None, name=name, mime="image/jpeg")


@pytest.mark.parametrize("name", ["a.exe", "a.jpg.EXE ", "相片.zip", "x.tar.gz"])
def test_a_bad_ending_is_unwelcome_whatever_stands_before(name: str) -> None:
    with pytest.raises(Unwelcome):
        files.demand_welcome(size=None, name=name, mime=None)


def test_an_empty_file_is_broken() -> None:
    with pytest.raises(Broken):
        files.content_of(b"")

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage import sealing
from storage.faults import KeyFault
from storage.sealing import Seal

KEYS = st.binary(min_size=32, max_size=32)
PLACES = st.builds(
    sealing.place, st.sampled_from(["report.sealed_details", "draft.sealed_body"]), st.binary()
)


@given(KEYS, st.binary(), PLACES)
def test_what_is_sealed_opens_at_its_place(key: bytes, plain: bytes, place: str) -> None:
    seal = sealing.under(key)

    assert seal.open(seal.close(plain, place), place) == plain


@given(KEYS, st.binary(), PLACES, PLACES)
def test_a_value_moved_to_another_row_or_column_does_not_open(
    key: bytes, plain: bytes, place: str, other: str
) -> None:
    assume(place != other)
    seal = sealing.under(key)

    with pytest.raises(KeyFault):
        seal.open(seal.close(plain, place), other)


@given(KEYS, KEYS, st.binary(), PLACES)
def test_another_key_does_not_open(key: bytes, other: bytes, plain: bytes, place: str) -> None:
    assume(key != other)

    with pytest.raises(KeyFault):
        sealing.under(other).open(sealing.under(key).close(plain, place), place)


@given(KEYS, st.binary(), PLACES, st.data())
def test_a_changed_or_shortened_value_does_not_open(
    key: bytes, plain: bytes, place: str, data: st.DataObject
) -> None:
    seal = sealing.under(key)
    sealed = bytearray(seal.close(plain, place))
    at = data.draw(st.integers(0, len(sealed) - 1))
    short = bytes(sealed[:at])
    sealed[at] ^= data.draw(st.integers(1, 255))

    for value in (bytes(sealed), short):
        with pytest.raises(KeyFault):
            seal.open(value, place)


@given(st.dictionaries(st.integers(0, 65_535), KEYS, min_size=1, max_size=4), st.binary())
def test_the_newest_version_seals_and_every_version_opens(
    versions: dict[int, bytes], plain: bytes
) -> None:
    seal = Seal(versions)

    assert int.from_bytes(seal.close(plain, "a.b:1")[:2], "big") == max(versions)
    for number, key in versions.items():
        assert seal.open(Seal({number: key}).close(plain, "a.b:1"), "a.b:1") == plain


def test_the_same_words_never_look_the_same() -> None:
    seal = sealing.under(bytes(32))

    assert len({seal.close(b"words", "a.b:1") for _ in range(100)}) == 100


def test_a_fault_names_the_column_and_no_row() -> None:
    with pytest.raises(KeyFault) as fault:
        sealing.under(bytes(32)).open(bytes(60), "draft.sealed_body:00ff")

    assert "draft.sealed_body" in str(fault.value)
    assert "00ff" not in str(fault.value)

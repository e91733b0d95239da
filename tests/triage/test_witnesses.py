from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from triage import witnesses
from triage.witnesses import Voice, Witnesses

IDS = st.sampled_from([bytes([number]) for number in range(8)])
VOICES = st.lists(
    st.builds(
        Voice,
        id=IDS,
        reporter=st.none() | st.sampled_from([b"mei", b"bao", b"li"]),
        copies=st.frozensets(IDS, max_size=2),
        counts=st.booleans(),
    ),
    unique_by=lambda voice: voice.id,
    max_size=8,
)


def voice(id_: bytes, reporter: bytes | None, *copies: bytes, counts: bool = True) -> Voice:
    return Voice(id=id_, reporter=reporter, copies=frozenset(copies), counts=counts)


def test_people_are_counted_and_not_what_they_send() -> None:
    told = [voice(b"1", b"mei"), voice(b"2", b"mei"), voice(b"3", b"bao"), voice(b"4", None)]

    assert witnesses.count(told) == Witnesses(known=2, anonymous=1)


def test_one_text_from_three_accounts_is_one_witness_and_flagged() -> None:
    told = [voice(b"1", b"mei"), voice(b"2", b"bao", b"1"), voice(b"3", b"li", b"2")]

    counted = witnesses.count(told)

    assert counted == Witnesses(known=1, anonymous=0, copied=(3,))
    assert counted.is_flagged


def test_one_person_who_sends_a_text_three_times_is_not_flagged() -> None:
    told = [voice(b"1", b"mei"), voice(b"2", b"mei", b"1"), voice(b"3", b"mei", b"2")]

    assert witnesses.count(told) == Witnesses(known=1, anonymous=0)


def test_copies_that_stand_elsewhere_are_told_but_do_not_count() -> None:
    told = [voice(b"1", b"mei"), *(voice(bytes([n]), None, b"1", counts=False) for n in (2, 3, 4))]

    counted = witnesses.count(told)

    assert (counted.known, counted.anonymous) == (1, 0)
    assert counted.copied == (4,)


def test_what_a_machine_linked_counts_for_nothing_yet() -> None:
    told = [voice(b"1", b"mei"), voice(b"2", b"bao", counts=False)]

    assert witnesses.count(told) == Witnesses(known=1, anonymous=0)


@given(told=VOICES, shuffled=st.randoms())
def test_the_order_does_not_matter(told: list[Voice], shuffled: Random) -> None:
    other = list(told)
    shuffled.shuffle(other)

    assert witnesses.count(other) == witnesses.count(told)


@given(told=VOICES)
def test_nobody_is_counted_twice(told: list[Voice]) -> None:
    counted = witnesses.count(told)
    heard = [one for one in told if one.counts]

    assert counted.known <= len({one.reporter for one in heard if one.reporter})
    assert counted.known + counted.anonymous <= len(heard)
    assert (counted.known + counted.anonymous > 0) == bool(heard)


@given(told=VOICES.filter(bool), at=st.integers(0, 7), reporter=st.none() | st.just(b"wu"))
def test_a_copy_adds_no_witness(told: list[Voice], at: int, reporter: bytes | None) -> None:
    of = told[at % len(told)]
    copy = voice(b"copy", reporter, of.id)

    before, after = witnesses.count(told), witnesses.count([*told, copy])

    assert after.known + after.anonymous <= before.known + before.anonymous + (not of.counts)


@given(told=VOICES)
def test_of_anonymous_reports_without_copies_each_may_be_another(told: list[Voice]) -> None:
    alone = [replace(one, reporter=None, copies=frozenset()) for one in told]

    assert witnesses.count(alone).anonymous == sum(one.counts for one in alone)

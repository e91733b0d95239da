from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import events
from triage.events import GENESIS, Event

Link = tuple[Event, bytes, bytes]

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
BYTES = st.none() | st.binary(max_size=4)
DETAILS = st.tuples(
    st.integers(0, 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    st.text(max_size=5),
    st.text(max_size=5),
    st.text(max_size=5),
    BYTES,
    BYTES,
)


@st.composite
def chains(draw: st.DrawFn, at_least: int = 1) -> list[Link]:
    links, before = [], GENESIS
    for seq, details in enumerate(draw(st.lists(DETAILS, min_size=at_least, max_size=8)), 1):
        at, actor, verb, subject, subject_id, commitment = details
        event = Event(
            seq=seq,
            at=at,
            actor=actor,
            verb=verb,
            subject=subject,
            subject_id=subject_id,
            commitment=commitment,
        )
        links.append((event, before, events.hash_of(event, before)))
        before = links[-1][2]
    return links


@given(chains(at_least=0))
def test_an_untouched_chain_holds(links: list[Link]) -> None:
    assert events.first_broken(links) is None


@given(chains(), st.data())
def test_a_chain_holds_from_any_link_on(links: list[Link], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(links) - 1))

    assert events.first_broken(links[start:], links[start][1], start) is None


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 99},
        {"at": NOON - timedelta(microseconds=1)},
        {"actor": "somebody"},
        {"verb": "invented"},
        {"subject": "another"},
        {"subject_id": b"other id"},
        {"commitment": b"other words"},
    ],
    ids=lambda change: next(iter(change)),
)
@given(links=chains(), data=st.data())
def test_a_changed_line_is_found_at_its_number(
    links: list[Link], data: st.DataObject, change: dict[str, object]
) -> None:
    at = data.draw(st.integers(0, len(links) - 1))
    event, before, digest = links[at]
    links[at] = (replace(event, **change), before, digest)  # type: ignore[arg-type]

    assert events.first_broken(links) == at + 1


@pytest.mark.parametrize("part", ["before", "hash"])
@given(links=chains(), data=st.data())
def test_a_changed_hash_is_found_at_its_number(
    links: list[Link], data: st.DataObject, part: str
) -> None:
    at = data.draw(st.integers(0, len(links) - 1))
    event, before, digest = links[at]
    other = b"\xff" * 32
    links[at] = (event, other, digest) if part == "before" else (event, before, other)

    assert events.first_broken(links) == at + 1


@given(chains(at_least=2), st.data())
def test_a_dropped_line_is_found_where_it_stood(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 2))

    assert events.first_broken(links[:at] + links[at + 1 :]) == at + 1


@given(chains(at_least=2), st.data())
def test_swapped_lines_are_found_at_the_first(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 2))
    links[at], links[at + 1] = links[at + 1], links[at]

    assert events.first_broken(links) == at + 1


@given(chains(), st.data())
def test_an_inserted_line_is_found(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links)))
    twin = links[min(at, len(links) - 1)]

    assert events.first_broken([*links[:at], twin, *links[at:]]) in {at + 1, at + 2}


def test_what_moves_from_one_part_to_the_next_changes_the_hash() -> None:
    event = Event(
        seq=1, at=NOON, actor="ab", verb="c", subject="", subject_id=None, commitment=None
    )

    assert events.hash_of(event, GENESIS) != events.hash_of(
        replace(event, actor="a", verb="bc"), GENESIS
    )


def test_the_hash_does_not_depend_on_the_time_zone_of_the_moment() -> None:
    event = Event(seq=1, at=NOON, actor="", verb="", subject="", subject_id=None, commitment=None)
    moved = replace(event, at=NOON.astimezone(timezone(timedelta(hours=8))))

    assert events.hash_of(moved, GENESIS) == events.hash_of(event, GENESIS)


@given(st.binary(), st.binary(), st.binary(), st.binary())
def test_a_commitment_binds_salt_and_words(a: bytes, b: bytes, c: bytes, d: bytes) -> None:
    same = events.commitment(a, b) == events.commitment(c, d)

    assert same == ((a, b) == (c, d))

"""Neither in the files of the database nor in the log can a person be read."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

WHERE = ("database", "log")
NAMES = (
    "story",
    "story in Chinese",
    "place",
    "when",
    "answer",
    "name",
    "contact",
    "name on Telegram",
    "user name",
    "caption",
    "name of a file",
    "words in a file",
    "Telegram's id of a file",
    "words of a draft",
    "words at an SQL error",
    "words at a handler error",
    "words at an HTTP error",
    "token",
)


class Traces(Protocol):
    """What conftest.py gathers."""

    database: bytes
    log: bytes
    numbers: tuple[int, ...]
    receipts: tuple[str, ...]


def spellings(word: str) -> Iterator[bytes]:
    """Yield the ways in which *word* could stand in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        raw = word.encode(encoding)
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for shift in range(3):
            # The letters of base64 that depend on this word alone, wherever it begins.
            whole = base64.b64encode(bytes(shift) + raw)
            yield whole[4 * bool(shift) : len(whole) // 4 * 4 - 4]
    yield word.encode("unicode_escape")


def bytes_of(number: int) -> Iterator[bytes]:
    """Yield the ways in which *number* could stand in a file; SQLite takes 6 bytes or 8."""
    yield str(number).encode()
    yield number.to_bytes(8, "little")
    yield number.to_bytes(6 if number < 1 << 47 else 8, "big")
    yield base64.b64encode(str(number).encode()).rstrip(b"=")[:-1]
    yield f"{number:x}".encode()


def found(needles: Iterator[bytes], haystack: bytes) -> list[bytes]:
    return [needle for needle in needles if len(needle) >= 5 and needle in haystack]


def test_the_search_finds_what_is_there_to_be_found() -> None:
    assert found(spellings("zebrawhistle"), b"..." + base64.b64encode(b"x zebrawhistle y"))
    assert found(spellings("zebrawhistle"), "a zebrawhistle".encode("utf-16-le"))
    assert found(spellings("zebrawhistle"), b"zebrawhistle".hex().encode())
    assert found(bytes_of(5_200_000_001), b".." + (5_200_000_001).to_bytes(6, "big"))


def test_the_files_hold_the_reports(traces: Traces) -> None:
    assert traces.database.count(b"report.confirmed") >= 3
    assert b"LG-26-" in traces.database


def test_the_log_tells_of_every_fault(traces: Traces) -> None:
    for line in (
        b"maple bridge is open",
        b"update failed, will be tried again",
        b"update parked",
        b"StorageFault",
        b"not delivered",
        b"button not acknowledged",
        b"file kept",
        b"file not taken",
        b"file not fetched yet",
        b"maple bridge is closed",
    ):
        assert line in traces.log
    assert traces.log.count(b"update parked") >= 2


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("name", NAMES)
def test_words_of_a_person_stand_nowhere(
    traces: Traces, words: dict[str, str], where: str, name: str
) -> None:
    assert found(spellings(words[name]), getattr(traces, where)) == []


def test_every_word_was_searched_for(words: dict[str, str]) -> None:
    assert set(words) == set(NAMES)


@pytest.mark.parametrize("where", WHERE)
def test_numbers_of_accounts_and_chats_stand_nowhere(traces: Traces, where: str) -> None:
    assert len(traces.numbers) >= 8

    for number in traces.numbers:
        assert found(bytes_of(number), getattr(traces, where)) == []


@pytest.mark.parametrize("where", WHERE)
def test_receipts_stand_nowhere(traces: Traces, where: str) -> None:
    assert len(set(traces.receipts)) == 3

    for receipt in traces.receipts:
        for spelling in (receipt, receipt.replace(" ", "")):
            assert found(spellings(spelling), getattr(traces, where)) == []
        number = int(receipt.replace(" ", ""))
        assert found(bytes_of(number), getattr(traces, where)) == []


def test_no_source_file_prints() -> None:
    root = Path(__file__).parents[2]
    folders = ("casework", "handlers", "storage", "triage", "settings", "locales")
    sources = [path for folder in folders for path in (root / folder).rglob("*.py")]

    assert [path.name for path in sources if "print(" in path.read_text(encoding="utf-8")] == []

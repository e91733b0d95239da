"""What must hold when the trouble is over, whatever it was."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import runtime
from casework import health
from casework.health import Health
from casework.work import House
from sandbox.group import Group
from tests.durability import evidence, stories
from tests.durability.chatter import Chatterer
from tests.durability.residents import REFERENCE, Resident
from tests.support import Installation
from triage.drafts import Mode

# What the log never tells: neither kills nor Telegram's faults nor a database that is
# away are the fault of an update.
_BAD_NEWS = (
    "Traceback",
    "update failed",
    "parked",
    "not sent",
    "not delivered",
    "loop fault",
    "stopped by",
)
# Nor these, while the database is well.
_BAD_NEWS_OF_US = ("fault", "failed")


async def nothing_was_lost(
    installation: Installation, people: Sequence[Resident], groups: Sequence[Group] = ()
) -> None:
    """Open the installation once more and look at everything in it."""
    async with runtime.opened(installation.settings()) as house:
        await _each_report_once(house, people)
        await _nothing_waits(house)
        if groups:
            await _duty_was_woken(house, groups)
    assert all(person.already_sent() >= person.sent_again for person in people)


def each_was_answered_in_order(people: Sequence[Chatterer], answers: Mapping[str, str]) -> None:
    """Look for an answer that is missing, out of order or not asked for; some came twice."""
    commands = {text: command for command, text in answers.items()}
    assert people
    for person in people:
        answered = [commands.get(message.text, "?") for message in person.phone.received]
        assert len(person.said) > 0
        assert set(answered) == set(person.said)
        assert _is_in(person.said, answered), f"{person.said}\n{answered}"


def _is_in(wanted: Sequence[str], texts: Sequence[str]) -> bool:
    """Return whether all that is *wanted* is among *texts*, in that order."""
    left = iter(texts)
    return all(text in left for text in wanted)


def quiet_log(log: Path, *, database_was_well: bool = True) -> None:
    """Look for lines that should not be there."""
    bad = _BAD_NEWS + (_BAD_NEWS_OF_US if database_was_well else ())
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()

    assert [line for line in lines if any(map(line.count, bad))] == []


async def _each_report_once(house: House, people: Sequence[Resident]) -> None:
    sent = {one.reference: one for person in people for one in person.sent}
    reports = await evidence.kept(house)

    assert len(sent) > 0
    assert len(reports) == len(sent) == await evidence.confirmations(house)
    for report in reports:
        told = sent.pop(report.reference)
        # Each line once, in the order it was written, and none of another report.
        assert tuple(stories.MARK.findall(report.story)) == told.marks
        assert report.mode == told.mode
        assert report.has_reporter == (told.mode is not Mode.ANONYMOUS)
        assert report.has_contact == (told.mode is Mode.NAMED)


async def _nothing_waits(house: House) -> None:
    assert await health.of(house) == Health(waiting_in=0, waiting_out=0, parked=(), problems={})
    assert await evidence.drafts(house) == 0
    assert await health.broken_event(house) is None


async def _duty_was_woken(house: House, groups: Sequence[Group]) -> None:
    texts = [message.text for group in groups for message in group.received]
    woken = {found for text in texts for found in REFERENCE.findall(text)}

    assert woken == {report.reference for report in await evidence.kept(house) if report.danger}

from collections.abc import Awaitable
from datetime import timedelta

import pytest

from casework import muting
from casework.muting import NobodyBehind, NoSuchReport, NotMuted
from casework.work import Work
from storage import mutes, tables
from storage.keys import KeyName
from storage.reports import new_id
from storage.rotation import Part
from tests import keyplay
from tests.stage import Stage
from triage.errors import BridgeError
from triage.limits import MuteReason

NAMED, ANONYMOUS, BURNT = "LG-26-000001-L", "LG-26-000002-C", "LG-26-000003-K"
USER = 5_200_000_001


async def report(stage: Stage, reference: str, *, reporter: bytes | None) -> None:
    """Write down as much of a report as muting looks at."""
    case, id_ = new_id(), new_id()
    known = {"kind": "lead", "queue": "q", "desk": "", "state": "open", "severity": "S2"}
    given = {
        "id": id_,
        "case_id": case,
        "reference": reference,
        "arrival": int(reference[6:12]),
        "mode": "confidential",
        "reporter_id": reporter,
        "receipt_hash": id_,
        "wrapped_by": "content",
        "sealed_data_key": b"",
        "sealed_details": b"",
        "language": "en",
        "category": "c",
        "received_at": stage.now,
    }
    async with stage.house.database.write() as tx:
        await tx.execute(tables.case.insert().values(id=case, opened_at=stage.now, **known))
        await tx.execute(tables.report.insert().values(**given))


@pytest.fixture
async def reports(stage: Stage) -> None:
    mei, gone = new_id(), new_id()
    seal = stage.house.keyring.seal(KeyName.IDENTITY)
    chat = seal.close(str(USER).encode(), f"reporter.sealed_chat:{mei.hex()}")
    async with stage.house.database.write() as tx:
        for id_, sealed, lookup in ((mei, chat, b"mei"), (gone, None, None)):
            row = {"id": id_, "lookup": lookup, "sealed_chat": sealed, "language": "en"}
            await tx.execute(tables.reporter.insert().values(**row))
    await report(stage, NAMED, reporter=mei)
    await report(stage, ANONYMOUS, reporter=None)
    await report(stage, BURNT, reporter=gone)


async def until(stage: Stage) -> object:
    async with stage.house.database.read() as tx:
        return await mutes.until(tx, stage.house.keyring.person(USER))


async def outcome(stage: Stage, reference: str, hours: int | None) -> object:
    """Mute for so many hours, or unmute without any."""
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        act: Awaitable[object] = (
            muting.mute(work, reference, hours, MuteReason.FLOOD)
            if hours
            else muting.unmute(work, reference)
        )
        try:
            return await act
        except BridgeError as error:
            return type(error)


@pytest.mark.usefixtures("reports")
async def test_the_reporter_behind_a_report_is_muted_and_heard_again(stage: Stage) -> None:
    stage.now += timedelta(seconds=30)

    told = await outcome(stage, NAMED.lower(), 24)

    assert told == await until(stage) == stage.now + timedelta(hours=24, seconds=30)
    assert await outcome(stage, NAMED, None) is None
    assert await until(stage) is None
    assert await outcome(stage, NAMED, None) is NotMuted


@pytest.mark.usefixtures("reports")
async def test_muting_again_replaces_the_time(stage: Stage) -> None:
    await outcome(stage, NAMED, 24)
    shorter = await outcome(stage, NAMED, 1)

    assert await until(stage) == shorter


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize(
    ("reference", "error"),
    [
        (ANONYMOUS, NobodyBehind),
        (BURNT, NobodyBehind),
        ("LG-26-000004-E", NoSuchReport),
        ("no reference", NoSuchReport),
    ],
)
async def test_nobody_is_muted_who_cannot_be_found(
    stage: Stage, reference: str, error: type[BridgeError]
) -> None:
    assert await outcome(stage, reference, 24) is error
    assert await outcome(stage, reference, None) is error
    assert await stage.rows(tables.mute) == []


@pytest.mark.usefixtures("reports")
async def test_the_record_tells_the_report_and_the_reason_and_no_person(stage: Stage) -> None:
    await outcome(stage, NAMED, 24)

    (known,) = [row for row in await stage.rows(tables.report) if row["reference"] == NAMED]
    *_, event = sorted(await stage.rows(tables.event), key=lambda row: int(row["seq"]))
    assert (event["verb"], event["actor"]) == ("reporter.muted.flood", "operator")
    assert event["subject_id"] == known["id"]


@pytest.mark.usefixtures("reports")
async def test_a_mute_outlives_new_look_ups(stage: Stage) -> None:
    muted = await outcome(stage, NAMED, 24)

    await keyplay.put_in_use(stage.house, Part.LOOKUPS)
    await keyplay.renewed(stage.house, Part.LOOKUPS)

    assert await until(stage) == muted

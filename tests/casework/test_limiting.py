import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from casework import limiting, throttles, upkeep
from casework.limiting import CopiedText, Limited, Muted, MutedSender, TooManyFiles, TooManyReports
from casework.work import House, Resident, Work
from storage import mutes, tables
from tests.stage import Stage
from tests.support import NOON
from triage.drafts import Draft, Mode, Piece
from triage.errors import BridgeError, NotFound
from triage.languages import Language
from triage.limits import Kind

GAS = "Someone sells gas cylinders without a licence from a blue van every night"
DANGER = "The kitchen is on fire"
MINUTE = timedelta(minutes=1)


def somebody(house: House, user_id: int = 5_200_000_001) -> Resident:
    person = house.keyring.person(user_id)
    return Resident(person=person, user_id=user_id, chat_id=user_id, language=Language.EN)


@contextlib.asynccontextmanager
async def working(stage: Stage) -> AsyncIterator[Work]:
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        yield work
        await throttles.keep(work)


async def sends(stage: Stage, kind: Kind, text: str = "", times: int = 1) -> BridgeError | None:
    """Send something so many times; return what the last was answered with."""
    said: BridgeError | None = None
    for _ in range(times):
        async with working(stage) as work:
            try:
                await limiting.admit(work, somebody(stage.house), kind, text)
            except (Limited, Muted) as error:
                said = error
            else:
                said = None
    return said


async def reports(
    stage: Stage, text: str, user_id: int = 5_200_000_001, **fields: object
) -> type[BridgeError] | None:
    """Confirm a draft with these words; return what it was refused with."""
    whole = {"id": b"draft", "pieces": (Piece(message=1, text=text),), "mode": Mode.CONFIDENTIAL}
    draft = Draft(**whole | fields)  # type: ignore[arg-type]
    async with working(stage) as work:
        try:
            await limiting.admit_send(work, somebody(stage.house, user_id), draft)
        except limiting.SendRefused as error:
            return type(error)
    return None


async def mute(stage: Stage, until: datetime) -> None:
    async with stage.house.database.write() as tx:
        await mutes.keep(tx, somebody(stage.house).person, until)


def most(stage: Stage) -> int:
    return stage.house.settings.limits.messages_in_ten_minutes


async def test_a_hundred_short_lines_are_taken_and_a_flood_is_refused_until_a_time(
    stage: Stage,
) -> None:
    stage.now = NOON + 3 * MINUTE

    assert await sends(stage, Kind.WORDS, "and then", most(stage)) is None
    refused = await sends(stage, Kind.WORDS, "and then")

    assert refused is not None
    assert refused.params == {"until": "12:10"}
    stage.now = NOON + 10 * MINUTE
    assert await sends(stage, Kind.WORDS, "and then") is None


async def test_who_wrote_too_much_can_still_press_and_ask(stage: Stage) -> None:
    await sends(stage, Kind.WORDS, "x", most(stage) + 1)

    assert await sends(stage, Kind.PRESS) is None
    assert await sends(stage, Kind.COMMAND, "/help") is None
    assert isinstance(await sends(stage, Kind.COMMAND, "/help", most(stage)), Limited)


async def test_danger_passes_every_limit_and_every_mute(stage: Stage) -> None:
    await mute(stage, NOON + timedelta(days=1))

    assert isinstance(await sends(stage, Kind.WORDS, "x", 2 * most(stage) + 1), Limited)

    assert await sends(stage, Kind.WORDS, DANGER) is None


async def test_the_muted_are_refused_words_and_nothing_else(stage: Stage) -> None:
    await mute(stage, NOON + 90 * MINUTE)

    refused = await sends(stage, Kind.WORDS, GAS)

    assert isinstance(refused, Muted)
    assert refused.params == {"until": "20 Nov 13:30"}
    assert await sends(stage, Kind.COMMAND, "/status") is None
    assert await sends(stage, Kind.PRESS) is None
    stage.now += 90 * MINUTE
    assert await sends(stage, Kind.WORDS, GAS) is None


async def test_the_muted_send_only_reports_of_danger(stage: Stage) -> None:
    await mute(stage, NOON + timedelta(days=1))

    assert await reports(stage, GAS) is MutedSender
    assert await reports(stage, DANGER, dangers=("danger.fire",)) is None


async def test_a_day_has_room_for_a_dozen_reports_and_the_next_for_more(stage: Stage) -> None:
    found = [await reports(stage, f"{GAS} {number}") for number in range(13)]

    assert found == [None] * 12 + [TooManyReports]
    assert await reports(stage, DANGER, dangers=("danger.fire",)) is None
    assert await reports(stage, GAS, 5_200_000_002) is None
    # Midnight in Shenzhen.
    stage.now = NOON + timedelta(hours=12)
    assert await reports(stage, GAS) is None


async def test_a_day_has_room_for_so_many_files(stage: Stage) -> None:
    files = stage.house.settings.limits.files_a_day

    async with working(stage) as work:
        for _ in range(files):
            await limiting.admit_file(work, somebody(stage.house))

        with pytest.raises(TooManyFiles) as refused:
            await limiting.admit_file(work, somebody(stage.house))

    assert refused.value.params == {"n": files, "until": "21 Nov 00:00"}


async def test_the_same_words_are_taken_twice_from_one_person(stage: Stage) -> None:
    found = [await reports(stage, text) for text in (GAS, GAS.upper(), f" {GAS}")]

    assert found == [None, None, CopiedText]
    assert await reports(stage, f"{GAS}. I saw it myself") is None


async def test_the_same_words_are_taken_from_five_chats_and_from_anybody_in_danger(
    stage: Stage,
) -> None:
    found = [await reports(stage, GAS, number) for number in range(1, 7)]

    assert found == [None] * 5 + [CopiedText]
    assert await reports(stage, GAS, 7, dangers=("danger.gas",)) is None
    stage.now += timedelta(hours=26)
    assert await reports(stage, GAS, 8) is None


async def test_short_texts_are_alike_by_chance(stage: Stage) -> None:
    assert [await reports(stage, "太吵了", number) for number in range(1, 9)] == [None] * 8


async def test_nothing_that_is_counted_leads_from_a_person_to_an_anonymous_report(
    stage: Stage,
) -> None:
    await sends(stage, Kind.WORDS, GAS)
    await reports(stage, GAS, mode=Mode.ANONYMOUS)
    await reports(stage, GAS, mode=Mode.ANONYMOUS)

    copies = await stage.rows(tables.copied_text)
    counts = await stage.rows(tables.throttle)

    person = somebody(stage.house).person
    assert len({row["person"] for row in copies}) == 2
    assert person not in {row["person"] for row in (*copies, *counts)}
    assert {row["erase_at"].minute for row in copies} == {0}
    assert all(row["since"] < stage.now or row["since"] == NOON for row in counts)


async def test_a_flooder_is_told_once_a_minute(stage: Stage) -> None:
    resident, told = somebody(stage.house), []

    for seconds in (0, 10, 50, 20):
        stage.now += timedelta(seconds=seconds)
        async with working(stage) as work:
            told.append(await limiting.refused(work, resident, Limited("too many", until="12:10")))

    assert told == [True, False, True, False]
    verbs = [event["verb"] for event in await stage.rows(tables.event)]
    assert verbs.count("chat.limited") == 2


async def test_a_refused_send_and_what_is_no_limit_are_always_answered(stage: Stage) -> None:
    resident = somebody(stage.house)

    for error in (CopiedText("copied"), CopiedText("copied"), NotFound("nothing")):
        async with working(stage) as work:
            assert await limiting.refused(work, resident, error)

    verbs = [event["verb"] for event in await stage.rows(tables.event)]
    assert verbs == ["installation.founded", "draft.refused", "draft.refused"]


async def test_counts_copies_and_mutes_are_swept_when_they_are_over(stage: Stage) -> None:
    await sends(stage, Kind.WORDS, GAS)
    await reports(stage, GAS)
    await mute(stage, NOON + MINUTE)

    stage.now += 10 * MINUTE
    await upkeep.sweep(stage.house, stage.now)
    assert await stage.rows(tables.mute) == []
    assert {row["deed"] for row in await stage.rows(tables.throttle)} == {"report"}
    stage.now += timedelta(hours=25)
    await upkeep.sweep(stage.house, stage.now)

    assert await stage.rows(tables.throttle) == []
    assert await stage.rows(tables.copied_text) == []

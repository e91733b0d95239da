from datetime import timedelta

import pytest

from storage import throttles
from storage.tables import report
from storage.throttles import Count
from tests.stage import Stage, keys_of, words_of
from triage import receipts
from triage.drafts import Mode

WRONG = receipts.complete("123456789012345")
MALFORMED = WRONG[:-1] + str((int(WRONG[-1]) + 1) % 10)
TRIES = 5
OPEN = ["status.open", "receipt.by.workdays"]


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
async def test_a_receipt_opens_the_status_from_any_account(stage: Stage, mode: Mode) -> None:
    receipt = await stage.resident().send_report(mode=mode)
    stranger = stage.resident(7, "zh-hant")

    for line in (receipt, f"/status {receipt}", f"/status@some_bot\n{receipt.replace(' ', '-')}"):
        said = await stranger.say(line)
        assert keys_of(said) == OPEN
        assert "Nanlian" not in words_of(said[0])


async def test_what_opens_nothing_gets_one_and_the_same_answer(stage: Stage) -> None:
    await stage.resident().send_report()
    stranger = stage.resident(7)

    said = [
        await stranger.say(line)
        for line in (f"/status {WRONG}", MALFORMED, "/status LG-26-004217-K", "/status 12")
    ]

    assert [words_of(one[0]) for one in said] == [words_of(said[0][0])] * 4
    assert keys_of(said[0]) == ["error.no_such_receipt"]


async def test_after_too_many_wrong_receipts_even_the_right_one_waits(stage: Stage) -> None:
    receipt = await stage.resident().send_report()
    stranger = stage.resident(7)
    for _ in range(TRIES):
        assert keys_of(await stranger.say(WRONG)) == ["error.no_such_receipt"]

    refused = [await stranger.say(line) for line in (WRONG, MALFORMED, receipt)]

    assert {words_of(one[0]) for one in refused} == {
        "Too many tries. Please try again in 60 minutes."
    }
    assert keys_of(await stage.resident(8).say(receipt)) == OPEN


async def test_the_wait_gets_shorter_and_ends(stage: Stage) -> None:
    receipt = await stage.resident().send_report()
    stranger = stage.resident(7)
    for _ in range(TRIES):
        await stranger.say(WRONG)

    stage.now += timedelta(minutes=45)
    assert "in 15 minutes" in words_of((await stranger.say(receipt))[0])
    stage.now += timedelta(minutes=15, seconds=1)
    assert keys_of(await stranger.say(receipt)) == OPEN
    assert keys_of(await stranger.say(WRONG)) == ["error.no_such_receipt"]
    person = stage.house.keyring.person(7)
    async with stage.house.database.read() as tx:
        assert await throttles.of(tx, person, "wrong_receipt") == Count(since=stage.now, count=1)


async def test_the_right_receipt_is_not_counted(stage: Stage) -> None:
    mei = stage.resident()
    receipt = await mei.send_report()

    for _ in range(TRIES + 1):
        assert keys_of(await mei.say(receipt)) == OPEN


async def test_own_reports_are_listed_newest_first_and_anonymous_ones_are_not(
    stage: Stage,
) -> None:
    mei = stage.resident()
    for mode in ("confidential", "anonymous", "confidential"):
        await mei.send_report(mode=mode)

    head, *said = await mei.say("/status")

    assert keys_of([head]) == ["status.yours", "status.by_receipt"]
    assert keys_of(said) == OPEN * 2
    by_number = sorted(await stage.rows(report), key=lambda row: -row["arrival"])
    listed = [one.texts[0].params["reference"] for one in said]
    wanted = [row["reference"] for row in by_number if row["mode"] != "anonymous"]
    assert listed == wanted


async def test_a_stranger_has_no_reports(stage: Stage) -> None:
    await stage.resident().send_report()

    said = await stage.resident(7).say("/status")

    assert keys_of(said) == ["status.none", "status.by_receipt"]


async def test_a_story_that_begins_with_the_word_status_is_a_story(stage: Stage) -> None:
    said = await stage.resident().say("Status of my stairs: blocked by bicycles")

    assert "error.no_such_receipt" not in keys_of(said)


async def test_the_day_is_told_by_the_clock_of_the_district(stage: Stage) -> None:
    stage.now = stage.now.replace(hour=17)
    mei = stage.resident()
    receipt = await mei.send_report()

    (said,) = await mei.say(receipt)

    assert said.texts[0].params["day"] == "21 Nov"

import asyncio
import itertools

import pytest

from casework.sayings import Saying
from storage import tables
from tests.stage import Resident, Stage, keys_of, words_of
from triage import receipts


def renewed_in(said: list[Saying]) -> str:
    texts = itertools.chain.from_iterable(saying.texts for saying in said)
    return next(str(text.params["receipt"]) for text in texts if text.key == "receipt.renewed")


async def lost(mei: Resident) -> tuple[str, str]:
    """Send a report and lose its receipt; return it, and the data of the button."""
    receipt = await mei.send_report()
    await mei.say("/status")
    return receipt, mei.data("|receipt")


async def test_a_new_receipt_opens_the_report_and_the_old_one_nothing(stage: Stage) -> None:
    mei = stage.resident()
    old, data = await lost(mei)

    new = renewed_in(await mei.press_data(data))

    assert receipts.parse(new)
    assert new != old
    assert keys_of(await stage.resident(7).say(new))[0] == "status.open"
    assert keys_of(await stage.resident(8).say(old)) == ["error.no_such_receipt"]


async def test_one_button_draws_one_receipt_on_however_many_phones(stage: Stage) -> None:
    mei = stage.resident()
    _, data = await lost(mei)
    number = max(mei.chat)

    first = await mei.press_data(data, number)
    second = await mei.press_data(data, number)

    assert keys_of(first) == ["receipt.renewed"]
    assert keys_of(second)[0] == "status.open"
    # What the first phone shows is still there to be written down.
    assert keys_of([mei.chat[number]]) == ["receipt.renewed"]
    assert keys_of(await stage.resident(7).say(renewed_in(first)))[0] == "status.open"


async def test_who_loses_that_one_too_gets_another(stage: Stage) -> None:
    mei = stage.resident()
    _, data = await lost(mei)
    first = renewed_in(await mei.press_data(data))

    await mei.say("/status")
    second = renewed_in(await mei.press("|receipt"))

    assert keys_of(await stage.resident(7).say(first)) == ["error.no_such_receipt"]
    assert keys_of(await stage.resident(8).say(second))[0] == "status.open"


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
async def test_an_anonymous_report_gets_none_and_is_told_why(stage: Stage, language: str) -> None:
    mei = stage.resident(language=language)
    receipt = await mei.send_report(mode="anonymous")
    await mei.say(receipt)
    forged = mei.data("|add").replace("|add", "|receipt")

    (said,) = await mei.press_data(forged)

    assert keys_of([said]) == ["receipt.not_yours"]
    assert any(word in words_of(said) for word in ("nothing ties it", "没有留下", "沒有留下"))
    assert keys_of(await mei.say(receipt))[0] == "status.open"


async def test_whoever_found_a_receipt_cannot_lock_its_reporter_out(stage: Stage) -> None:
    mei, bao = stage.resident(), stage.resident(7)
    receipt = await mei.send_report()
    await bao.say(receipt)
    forged = bao.data("|add").replace("|add", "|receipt")

    assert keys_of(await bao.press_data(forged)) == ["receipt.not_yours"]
    assert keys_of(await mei.say(receipt))[0] == "status.open"


async def test_the_new_receipt_is_kept_as_a_hash_alone(stage: Stage) -> None:
    mei = stage.resident()
    _, data = await lost(mei)
    before = {row["receipt_hash"] for row in await stage.rows(tables.report)}

    new = renewed_in(await mei.press_data(data))

    (report,) = await stage.rows(tables.report)
    assert report["receipt_hash"] not in before
    parsed = receipts.parse(new)
    assert parsed
    hashed = await asyncio.to_thread(stage.house.receipt_hash, parsed)
    assert report["receipt_hash"] == hashed
    values = itertools.chain.from_iterable(row.values() for row in await stage.rows(tables.outbox))
    assert new not in map(str, values)

from datetime import timedelta

import pytest

from casework import upkeep
from casework.sayings import Saying
from storage import tables
from tests.stage import STORY, Resident, Stage, keys_of, words_of

BUTTONS = {
    "en": ["Add something", "New receipt", "Withdraw"],
    "zh-hans": ["补充内容", "换新回执", "撤回报告"],
    "zh-hant": ["補充內容", "換新回執", "撤回報告"],
}


def verbs(saying: Saying) -> list[str]:
    return [button.data.rpartition("|")[2] for row in saying.buttons for button in row]


def references(said: list[Saying]) -> list[str]:
    return [
        str(text.params["reference"])
        for saying in said
        for text in saying.texts
        if text.key.startswith("status.") and "reference" in text.params
    ]


async def stored_references(stage: Stage) -> list[str]:
    """Return the references of all reports, newest first."""
    rows = sorted(await stage.rows(tables.report), key=lambda row: -int(row["arrival"]))
    return [row["reference"] for row in rows]


async def with_talk(mei: Resident) -> str:
    """Send a report, and return the data of its button to add to it."""
    await mei.send_report()
    await mei.say("/status")
    return mei.data("|add")


async def test_status_has_a_message_for_each_report_newest_first(stage: Stage) -> None:
    mei = stage.resident()
    for number in range(3):
        await mei.send_report(f"{STORY}, house {number}")

    head, *said = await mei.say("/status")

    assert keys_of([head]) == ["status.yours", "status.by_receipt"]
    assert references(said) == await stored_references(stage)
    assert [verbs(saying) for saying in said] == [["add", "receipt", "withdraw"]] * 3
    assert len({button.data for one in said for row in one.buttons for button in row}) == 9


async def test_status_shows_ten_reports_at_most(stage: Stage) -> None:
    mei = stage.resident()
    for number in range(11):
        await mei.send_report(f"{STORY}, house {number}")

    _, *said = await mei.say("/status")

    assert references(said) == (await stored_references(stage))[:10]


@pytest.mark.parametrize("language", BUTTONS)
async def test_every_button_can_be_read_out(stage: Stage, language: str) -> None:
    mei = stage.resident(language=language)
    await mei.send_report()
    await mei.say("/status")

    for label in BUTTONS[language]:
        assert mei.data(label)


async def test_a_receipt_of_an_anonymous_report_opens_add_and_withdraw(stage: Stage) -> None:
    receipt = await stage.resident().send_report(mode="anonymous")

    (said,) = await stage.resident(7).say(receipt)

    assert verbs(said) == ["add", "withdraw"]


async def test_only_the_chat_that_sent_it_is_offered_a_new_receipt(stage: Stage) -> None:
    mei = stage.resident()
    receipt = await mei.send_report()

    (own,), (other,) = await mei.say(receipt), await stage.resident(7).say(receipt)

    assert "receipt" in verbs(own)
    assert "receipt" not in verbs(other)


async def test_somebody_elses_buttons_open_nothing(stage: Stage) -> None:
    data = await with_talk(stage.resident())
    bao = stage.resident(7)

    for verb in ("add", "receipt", "withdraw", "now", "keep"):
        said = await bao.press_data(f"{data.rpartition('|')[0]}|{verb}")
        unknown = await bao.press_data(f"t|AAAAAAAAAAA|{verb}")
        assert keys_of(said) == keys_of(unknown) == ["talk.over"]
    assert [row["withdrawn_on"] for row in await stage.rows(tables.report)] == [None]


@pytest.mark.parametrize("data", ["t|", "t|x|add", "t|AAAAAAAAAAA|nonsense", "t|ä|add", "t|a|b|c"])
async def test_a_button_that_is_none_of_ours_gets_a_sentence(stage: Stage, data: str) -> None:
    assert keys_of(await stage.resident().press_data(data)) in (["error.outdated"], ["talk.over"])


async def test_what_a_receipt_opened_of_an_anonymous_report_ends_after_a_quarter_of_an_hour(
    stage: Stage,
) -> None:
    mei = stage.resident()
    await mei.say(await mei.send_report(mode="anonymous"))
    data = mei.data("|withdraw")

    stage.now += timedelta(minutes=14)
    assert keys_of(await mei.press_data(data)) == ["withdraw.ask", "withdraw.stays"]
    stage.now += timedelta(minutes=2)
    assert keys_of(await mei.press_data(data)) == ["talk.over"]
    await upkeep.sweep(stage.house, stage.now)
    assert await stage.rows(tables.talk) == []


async def test_own_buttons_live_as_long_as_messages_can_be_deleted(stage: Stage) -> None:
    mei = stage.resident()
    data = await with_talk(mei)

    stage.now += timedelta(hours=47)
    assert keys_of(await mei.press_data(data)) == ["add.begin"]
    stage.now += timedelta(hours=2)
    assert keys_of(await mei.press_data(data)) == ["talk.over"]


async def test_asking_again_and_again_leaves_one_talk(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()

    for _ in range(5):
        await mei.say("/status")

    # And one that only says that the report was sent just now.
    verbs = [row["verb"] for row in await stage.rows(tables.talk)]
    assert sorted(verbs, key=str) == [None, "sent"]


async def test_nothing_of_the_chat_stays_with_an_anonymous_report_after_send(stage: Stage) -> None:
    await stage.resident().send_report(mode="anonymous")

    assert await stage.rows(tables.talk) == []


async def test_a_danger_is_told_not_to_wait_for_us(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()

    _, said = await mei.say("/status")

    assert "We aim to have it read within 1 working day." in words_of(said)

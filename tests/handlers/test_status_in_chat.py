import re

from storage import throttles
from storage.throttles import Count
from tests.support import NOON, Town, press, say, to_card
from triage import receipts

STORY = "Someone sells gas cylinders without a licence in Nanlian community"
WRONG = receipts.complete("123456789012345")


async def sent(town: Town, name: str, mode: str) -> tuple[str, str]:
    """Return reference and receipt of a report that was just sent."""
    phone = town.phone(name)
    await say(phone, STORY)
    await to_card(phone, mode)
    text = (await press(phone, "Send")).text
    found = re.search(r"(LG-26-\d{6}-[A-Z]).*?((?:\d{4} ){3}\d{4})", text, re.DOTALL)
    assert found
    return found[1], found[2]


async def test_a_receipt_opens_its_report_from_another_account(town: Town) -> None:
    reference, receipt = await sent(town, "Mei", "anonymous")
    bao = town.phone("Bao", "zh-hant")

    for line in (f"/status {receipt}", receipt, receipt.replace(" ", "")):
        answer = await say(bao, line)
        assert reference in answer.text
        assert "正在等待" in answer.text
        assert "Nanlian" not in answer.text


async def test_status_lists_own_reports_and_no_anonymous_ones(town: Town) -> None:
    mei = town.phone()
    references = {}
    for mode in ("confidential", "anonymous"):
        await say(mei, STORY)
        await to_card(mei, mode)
        text = (await press(mei, "Send")).text
        references[mode] = re.findall(r"LG-26-\d{6}-[A-Z]", text)[0]
    before = len(mei.received)

    mei.say("/status")
    await mei.until(lambda: len(mei.received) == before + 2, 30)

    _, only = mei.received[before:]
    assert references["confidential"] in only.text
    assert references["anonymous"] not in only.text


async def test_a_wrong_receipt_is_throttled_until_time_has_passed(town: Town) -> None:
    _, receipt = await sent(town, "Mei", "confidential")
    bao = town.phone("Bao")
    wrong = {(await say(bao, WRONG)).text for _ in range(town.house.settings.limits.receipt_tries)}
    assert [text.startswith("I found no report with this receipt.") for text in wrong] == [True]

    refused = {(await say(bao, line)).text for line in (WRONG, receipt, f"/status {receipt}")}
    assert refused == {"Too many tries. Please try again in 60 minutes."}

    person = town.house.keyring.person(bao.person_id)
    async with town.house.database.write() as tx:
        await throttles.keep(tx, person, "wrong_receipt", Count(since=NOON, count=5))
    assert "waiting for an officer" in (await say(bao, receipt)).text


async def test_somebody_elses_reference_opens_nothing(town: Town) -> None:
    reference, _ = await sent(town, "Mei", "confidential")
    bao = town.phone("Bao")

    answers = {(await say(bao, f"/status {line}")).text for line in (reference, WRONG)}

    assert len(answers) == 1

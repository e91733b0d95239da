import pytest
import sqlalchemy as sa

from storage import tables
from tests.stage import Resident, Stage, keys_of, words_of
from tests.support import NOON


async def asked(mei: Resident) -> str:
    """Send a report and press Withdraw; return the data of the button that does it."""
    await mei.send_report()
    await mei.say("/status")
    await mei.press("Withdraw")
    return mei.data("|now")


async def test_withdrawing_is_asked_once_and_says_what_stays(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/status")

    assert keys_of(await mei.press("Withdraw")) == ["withdraw.ask", "withdraw.stays"]
    assert [row["withdrawn_on"] for row in await stage.rows(tables.report)] == [None]
    (said,) = await mei.press("Withdraw it")

    assert keys_of([said]) == ["withdraw.done", "status.withdrawn"]
    assert "It was withdrawn on 20 Nov." in words_of(said)
    assert said.buttons == ()
    (report,) = await stage.rows(tables.report)
    (case,) = await stage.rows(tables.case)
    assert (report["withdrawn_on"], case["state"]) == (NOON.date(), "withdrawn")
    assert len(await stage.rows(tables.message)) == 1


async def test_keep_leaves_everything_and_shows_the_report_again(stage: Stage) -> None:
    mei = stage.resident()
    await asked(mei)

    (said,) = await mei.press("Keep it")

    assert keys_of([said])[0] == "status.open"
    assert said.buttons
    assert [row["withdrawn_on"] for row in await stage.rows(tables.report)] == [None]


@pytest.mark.parametrize("state", ["open", "closed"])
async def test_a_case_with_other_reports_or_at_its_end_stays_as_it_is(
    stage: Stage, state: str
) -> None:
    mei, bao = stage.resident(), stage.resident(7)
    data = await asked(mei)
    if state == "open":
        await bao.send_report()
    async with stage.house.database.write() as tx:
        first = sa.select(tables.report.c.case_id).order_by(tables.report.c.arrival).limit(1)
        together = {"case_id": first.scalar_subquery()}
        await tx.execute(sa.update(tables.report).values(together))
        await tx.execute(sa.update(tables.case).values(state=state))

    await mei.press_data(data)

    assert {row["state"] for row in await stage.rows(tables.case)} == {state}
    assert keys_of(await mei.say("/status"))[-1] == "status.withdrawn"


async def test_the_second_phone_sees_that_it_is_done(stage: Stage) -> None:
    mei = stage.resident()
    data = await asked(mei)

    await mei.press_data(data)
    said = await mei.press_data(data)

    assert keys_of(said) == ["status.withdrawn"]
    verbs = [row["verb"] for row in await stage.rows(tables.event)]
    assert verbs.count("report.withdrawn") == 1


async def test_an_anonymous_report_is_withdrawn_by_its_receipt(stage: Stage) -> None:
    receipt = await stage.resident().send_report(mode="anonymous")
    stage.now = stage.now.replace(minute=41)
    bao = stage.resident(7)
    await bao.say(receipt)

    await bao.press("Withdraw")
    await bao.press("Withdraw it")

    assert keys_of(await bao.say(receipt)) == ["status.withdrawn"]
    (event,) = [row for row in await stage.rows(tables.event) if row["verb"] == "report.withdrawn"]
    assert event["at"].minute == 0

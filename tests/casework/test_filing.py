import json
from datetime import timedelta

import pytest

from casework import work
from storage import all_tables, sealing, tables
from storage.faults import KeyFault
from storage.keys import KeyName
from tests.stage import STORY, Stage, keys_of
from tests.support import DUTY, NOON
from triage import events, references

LATE = NOON + timedelta(minutes=25, seconds=13)
UMBRELLA = "派出所的人收了保护伞的钱，包庇黑社会"


@pytest.fixture(autouse=True)
def late(stage: Stage) -> None:
    stage.now = LATE


async def only(stage: Stage, name: str) -> dict[str, object]:
    (row,) = await stage.rows(all_tables.everything.tables[name])
    return row


async def data_key(stage: Stage, table: str) -> bytes:
    row = await only(stage, table)
    seal = stage.house.keyring.seal(KeyName(str(row["wrapped_by"])))
    id_ = row["id"] if table == "report" else row["report_id"]
    assert isinstance(id_, bytes)
    assert isinstance(row["sealed_data_key"], bytes)
    return seal.open(row["sealed_data_key"], sealing.place(f"{table}.sealed_data_key", id_))


async def opened(stage: Stage, table: str, column: str, id_: str = "id") -> str:
    row = await only(stage, table)
    seal = sealing.under(await data_key(stage, "contact" if table == "contact" else "report"))
    sealed, row_id = row[column], row[id_]
    assert isinstance(sealed, bytes)
    assert isinstance(row_id, bytes)
    return seal.open(sealed, sealing.place(f"{table}.{column}", row_id)).decode()


async def test_a_report_is_written_down_whole_and_its_draft_erased(stage: Stage) -> None:
    await stage.resident().send_report()

    report, case = await only(stage, "report"), await only(stage, "case")
    assert report["case_id"] == case["id"]
    assert (case["queue"], case["state"], case["severity"]) == ("verification", "open", "S2")
    assert (report["mode"], report["received_at"], case["opened_at"]) == (
        "confidential",
        LATE,
        LATE,
    )
    assert report["community"] == "440307016006"
    assert report["subdistrict"] == "440307016"
    assert references.parse(str(report["reference"]), "LG") == report["reference"]
    assert await opened(stage, "message", "sealed_body") == STORY
    assert await stage.rows(tables.draft) == []
    assert await stage.rows(tables.contact) == []


async def test_the_event_binds_the_words_without_telling_them(stage: Stage) -> None:
    await stage.resident().send_report()

    details = json.loads(await opened(stage, "report", "sealed_details"))
    report = await only(stage, "report")
    (event,) = [e for e in await stage.rows(tables.event) if e["verb"] == "report.confirmed"]
    assert event["seq"] == report["arrival"]
    assert event["subject_id"] == report["id"]
    assert event["at"] == LATE
    salt = bytes.fromhex(details["salt"])
    assert event["commitment"] == events.commitment(salt, STORY.encode())


async def test_words_for_place_and_time_are_sealed_with_the_report(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant, ask 13812345678")
    await mei.press("|kind|city")
    await mei.press("440307013")
    await mei.say("the blue gate")
    await mei.say("every night at two")
    await mei.to_card(await mei.say("in front of the bakery"))

    await mei.press("Send")

    details = json.loads(await opened(stage, "report", "sealed_details"))
    assert details["place"] == "the blue gate"
    assert details["when_words"] == "every night at two"
    assert details["interval"]["recurring"]
    assert [answer["words"] for answer in details["answers"]] == ["in front of the bakery"]
    assert ["phone", "13812345678"] in details["identifiers"]


async def test_a_point_on_the_map_is_sealed_with_the_report(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    await mei.say("", location={"latitude": 22.72, "longitude": 114.25})
    await mei.to_card(await mei.say("/report"))

    await mei.press("Send")

    details = json.loads(await opened(stage, "report", "sealed_details"))
    assert details["pin"] == [22.72, 114.25]


async def test_name_and_contact_are_kept_apart_under_a_key_of_their_own(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    await mei.press("Change how I am known")
    await mei.press("By name")
    await mei.say("Mei Lin")
    await mei.say("138 0000 0000, after six")

    await mei.press("Send")

    assert await opened(stage, "contact", "sealed_name", "report_id") == "Mei Lin"
    assert await opened(stage, "contact", "sealed_reach", "report_id") == "138 0000 0000, after six"
    assert await data_key(stage, "contact") != await data_key(stage, "report")
    details = json.loads(await opened(stage, "report", "sealed_details"))
    assert "Mei" not in json.dumps(details)


async def test_an_anonymous_report_keeps_nothing_of_the_chat(stage: Stage) -> None:
    mei = stage.resident()
    said = await mei.say(STORY)
    (draft,) = await stage.rows(tables.draft)
    await mei.to_card(said, "anonymous")

    await mei.press("Send")

    assert (await only(stage, "report"))["reporter_id"] is None
    assert await stage.rows(tables.reporter) == []
    person = stage.house.keyring.person(mei.user_id)
    written = [await stage.rows(all_tables.everything.tables[name]) for name in REPORTS]
    values = [value for rows in written for row in rows for value in row.values()]
    assert person not in values
    assert draft["id"] not in values
    ids = [value for value in values if isinstance(value, bytes)]
    assert not any(draft["id"] in id_ or draft["id"][:8] in id_ for id_ in ids)


REPORTS = ("report", "case", "message", "event", "contact")


async def test_an_anonymous_report_tells_the_hour_and_no_minute(stage: Stage) -> None:
    await stage.resident().send_report(mode="anonymous")

    hour = work.to_the_hour(LATE)
    report, case = await only(stage, "report"), await only(stage, "case")
    message = await only(stage, "message")
    assert {report["received_at"], case["opened_at"], message["written_at"]} == {hour}
    founded, *others = await stage.rows(tables.event)
    assert founded["verb"] == "installation.founded"
    assert {event["at"] for event in others} == {hour}


async def test_a_report_on_an_official_opens_with_the_integrity_key_alone(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.to_card(await mei.say(UMBRELLA))

    await mei.press("提交")

    report = await only(stage, "report")
    assert report["category"] == "lead.umbrella"
    assert (await only(stage, "case"))["queue"] == "integrity"
    assert report["wrapped_by"] == KeyName.INTEGRITY
    assert await opened(stage, "message", "sealed_body") == UMBRELLA
    content = stage.house.keyring.seal(KeyName.CONTENT)
    assert isinstance(report["sealed_data_key"], bytes)
    assert isinstance(report["id"], bytes)
    with pytest.raises(KeyFault):
        content.open(
            report["sealed_data_key"], sealing.place("report.sealed_data_key", report["id"])
        )


async def test_danger_is_posted_to_the_duty_group_without_a_word_of_the_story(
    stage: Stage,
) -> None:
    mei = stage.resident()
    await mei.send_report("The gas is leaking in Nanlian community, help")

    report, case = await only(stage, "report"), await only(stage, "case")
    assert (case["queue"], case["severity"]) == ("urgent", "S0")
    (post,) = stage.chats[DUTY].values()
    (text,) = post.texts
    assert text.params["reference"] == report["reference"]
    assert text.params["place"] == "龙岗街道 · 南联社区"
    assert "leaking" not in str(text.params)
    assert not post.buttons


async def test_danger_in_a_report_on_an_official_never_reaches_the_duty_group(
    stage: Stage,
) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.to_card(await mei.say(f"{UMBRELLA}，他们要砍死我，有人拿刀"))

    await mei.press("提交")

    assert (await only(stage, "report"))["wrapped_by"] == KeyName.INTEGRITY
    assert DUTY not in stage.chats
    (failed,) = await stage.rows(tables.outbox)
    assert (failed["state"], failed["problem"], failed["sealed_saying"]) == (
        "failed",
        "no_chat",
        b"",
    )


async def test_pressing_send_twice_makes_one_report(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    send = mei.data("Send")
    await mei.press_data(send)

    again = await mei.press_data(send)

    assert keys_of(again) == ["error.already_sent"]
    assert len(await stage.rows(tables.report)) == 1


async def test_a_draft_with_something_missing_cannot_be_sent(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    forged = mei.data("Discard").replace("|discard|", "|send|")

    said = await mei.press_data(forged)

    assert keys_of(said) == ["error.cannot_do_that"]
    assert await stage.rows(tables.report) == []
    assert len(await stage.rows(tables.draft)) == 1


async def test_reports_of_one_person_share_a_reporter_and_an_anonymous_one_has_none(
    stage: Stage,
) -> None:
    mei = stage.resident()
    receipts = {await mei.send_report(f"{STORY}, van {number}") for number in range(3)}
    await mei.send_report(mode="anonymous")

    found = await stage.rows(tables.report)
    assert len(receipts) == 3
    assert len(await stage.rows(tables.reporter)) == 1
    assert len({report["reference"] for report in found}) == 4
    assert [report["reporter_id"] is None for report in found].count(True) == 1


async def test_a_reporter_is_found_by_the_bot_alone(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()

    reporter = await only(stage, "reporter")

    place = f"reporter.sealed_chat:{reporter['id'].hex()}"  # type: ignore[attr-defined]
    assert isinstance(reporter["sealed_chat"], bytes)
    identity = stage.house.keyring.seal(KeyName.IDENTITY)
    assert identity.open(reporter["sealed_chat"], place).decode() == str(mei.user_id)
    with pytest.raises(KeyFault):
        stage.house.keyring.seal(KeyName.CONTENT).open(reporter["sealed_chat"], place)

import asyncio

import httpx
import pytest
import telegram

from sandbox.phone import Phone
from sandbox.server import Running


async def test_another_process_can_be_a_person(http: httpx.AsyncClient, bot: telegram.Bot) -> None:
    person = (
        await http.post("/control/people", json={"name": "陈", "language_code": "zh-hans"})
    ).json()
    path = f"/control/people/{person['id']}"

    await http.post(f"{path}/say", json={"text": "hello"})
    key = telegram.InlineKeyboardButton("Send", callback_data="send")
    await bot.send_message(
        person["id"], "card", reply_markup=telegram.InlineKeyboardMarkup([[key]])
    )
    seen = (await http.get(f"{path}/wait", params={"text": "card", "after": "0"})).json()
    await http.post(f"{path}/press", json={"button": "Send", "message_id": seen["id"]})

    updates = await bot.get_updates()
    assert updates[0].message is not None
    assert updates[0].message.text == "hello"
    assert updates[1].callback_query is not None
    assert updates[1].callback_query.data == "send"


@pytest.mark.parametrize(
    "kind",
    [
        *("photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker"),
        *("location", "contact", "dice", "poll"),
    ],
)
async def test_everything_can_be_sent_over_http(
    http: httpx.AsyncClient, phone: Phone, kind: str
) -> None:
    answer = await http.post(f"/control/people/{phone.person_id}/send", json={"kind": kind})

    assert answer.json()["kind"] == kind
    assert len(phone.messages) == 1


async def test_the_language_edits_and_blocks_of_a_person_can_be_changed(
    http: httpx.AsyncClient, phone: Phone
) -> None:
    path = f"/control/people/{phone.person_id}"
    said = (await http.post(f"{path}/say", json={"text": "one"})).json()

    await http.patch(path, json={"language_code": "zh-hant"})
    await http.post(f"{path}/edit", json={"message_id": said["id"], "text": "two"})
    await http.post(f"{path}/block", json={})
    shown = (await http.get(path)).json()

    assert (shown["language_code"], shown["blocked"]) == ("zh-hant", True)
    assert [message["text"] for message in shown["messages"]] == ["two"]


async def test_faults_clock_limits_and_calls_are_switched_over_http(
    http: httpx.AsyncClient, running: Running, bot: telegram.Bot, phone: Phone
) -> None:
    before = running.world.clock.now()
    added = await http.post(
        "/control/faults", json={"kind": "bad_gateway", "method": "send*", "times": 1, "seed": 4}
    )
    await http.post("/control/clock", json={"seconds": 3600})
    await http.post("/control/limits", json={"enforce": True})
    with pytest.raises(telegram.error.NetworkError):
        await bot.send_message(phone.chat_id, "x")

    calls = (await http.get("/control/calls", params={"since": "1"})).json()
    await http.delete("/control/faults")

    assert added.json()[0]["kind"] == "bad_gateway"
    assert (await http.get("/control/faults")).json() == []
    assert running.world.clock.now() >= before + 3600
    assert running.world.throttle.enforced
    assert [(call["method"], call["fault"]) for call in calls] == [("sendMessage", "bad_gateway")]


async def test_groups_are_made_and_migrated_over_http(
    http: httpx.AsyncClient, phone: Phone
) -> None:
    wanted = {"title": "Desk", "supergroup": False, "members": [phone.person_id]}
    group = (await http.post("/control/groups", json=wanted)).json()

    moved = await http.post(
        f"/control/groups/{group['id']}/migrate", json={"person_id": phone.person_id}
    )

    assert moved.json()["members"] == group["members"]
    assert moved.json()["id"] != group["id"]
    assert (await http.get(f"/control/groups/{moved.json()['id']}")).json()["title"] == "Desk"


async def test_the_event_stream_tells_that_something_changed(
    http: httpx.AsyncClient, phone: Phone
) -> None:
    async with http.stream("GET", "/control/events") as stream:
        versions = (line async for line in stream.aiter_lines() if line.startswith("data: "))
        first = await anext(versions)
        phone.say("hello")
        second = await asyncio.wait_for(anext(versions), 2)

    assert int(second.removeprefix("data: ")) > int(first.removeprefix("data: "))


async def test_waiting_over_http_ends_with_408_when_nothing_comes(
    http: httpx.AsyncClient, phone: Phone
) -> None:
    answer = await http.get(f"/control/people/{phone.person_id}/wait", params={"timeout": "0.05"})

    assert answer.status_code == 408


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/control/people/1/say", {"text": "x"}, 404),
        ("/control/people", {"nom": "x"}, 400),
        ("/control/faults", {"kind": "flood"}, 400),
        ("/control/clock", {}, 404),
    ],
)
async def test_a_wrong_request_is_told_so(
    http: httpx.AsyncClient, path: str, body: dict[str, str], status: int
) -> None:
    assert (await http.post(path, json=body)).status_code == status


async def test_a_form_of_another_site_cannot_type_on_a_phone(
    http: httpx.AsyncClient, phone: Phone
) -> None:
    path = f"/control/people/{phone.person_id}/say"

    form = await http.post(path, data={"text": "x"})
    foreign = await http.post(path, json={"text": "x"}, headers={"Origin": "https://example.org"})
    rebound = await http.get("/control/state", headers={"Host": "example.org"})

    assert (form.status_code, foreign.status_code, rebound.status_code) == (400, 403, 403)
    assert phone.messages == []


async def test_the_page_forbids_everything_that_is_not_its_own(http: httpx.AsyncClient) -> None:
    page = await http.get("/")

    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in page.text

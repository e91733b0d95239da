import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import telegram
from structlog.testing import capture_logs

from bot import polling, webhook, webhook_reasons
from sandbox import waiting
from sandbox.faults import Fault, FaultKind
from sandbox.world import World
from tests import hooks
from tests.hooks import Place
from tests.support import Installation

pytestmark = pytest.mark.timeout(60)

_LATE = 20


@pytest.fixture
async def place(installation: Installation, world: World) -> AsyncIterator[Place]:
    async with hooks.place(installation, world) as place:
        yield place


async def _pointed(place: Place) -> None:
    await asyncio.wait_for(webhook.point(place.bot, place.house.settings), _LATE)


async def test_telegram_learns_address_secret_kinds_and_number_and_drops_nothing(
    place: Place,
) -> None:
    phone = place.world.add_person("Mei", "en")
    phone.say(hooks.WORDS)

    await _pointed(place)

    (call,) = place.world.calls.of("setWebhook")
    assert call.params == {
        "url": place.url,
        "secret_token": hooks.SECRET,
        "allowed_updates": polling.WANTED,
        "max_connections": 40,
        "drop_pending_updates": False,
    }
    async with place.listening():
        await waiting.until(place.world, lambda: not place.world.updates.waiting, _LATE)
    (update,) = await place.opened()
    assert update["message"]["text"] == hooks.WORDS


async def test_setting_a_webhook_twice_brings_what_is_under_way_again_and_keeps_it_once(
    place: Place,
) -> None:
    phones = [place.world.add_person(f"Person {number}", "en") for number in range(20)]
    async with place.listening():
        await _pointed(place)
        for phone in phones:
            phone.say(hooks.WORDS)
        await asyncio.sleep(0.01)
        await _pointed(place)
        await waiting.until(place.world, lambda: not place.world.updates.waiting, _LATE)

    assert len(await place.kept()) == len(phones)


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.BAD_GATEWAY,
        FaultKind.SERVER_ERROR,
        FaultKind.TOO_MANY,
        FaultKind.LOST_ANSWER,
        FaultKind.BROKEN_CONNECTION,
    ],
)
async def test_a_fault_of_telegrams_is_outlasted(place: Place, kind: FaultKind) -> None:
    place.world.faults.add(Fault(kind=kind, method="*webhook*", times=2))
    await _pointed(place)
    was_set = place.world.webhook

    place.world.faults.add(Fault(kind=kind, method="*webhook*", times=2))
    await asyncio.wait_for(webhook.unpoint(place.bot), _LATE)

    assert was_set is not None
    assert place.world.webhook is None


async def test_a_refused_address_is_said_by_kind_and_tried_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.installation.configure(telegram__webhook__url="https://bridge.example.org/hook")
    monkeypatch.setattr(webhook, "_REFUSED", 0.05)

    with capture_logs() as lines:
        pointing = asyncio.create_task(webhook.point(place.bot, place.installation.settings()))
        await asyncio.sleep(0.5)
        pointing.cancel()

    assert len(place.world.calls.of("setWebhook")) > 1
    assert lines[0]["event"] == "Telegram refuses the webhook"
    assert lines[0]["reason"] == "host not found"
    assert "example" not in str(lines)


async def test_taking_the_webhook_down_keeps_what_waits(place: Place) -> None:
    phone = place.world.add_person("Mei", "en")
    await _pointed(place)
    phone.say(hooks.WORDS)

    await webhook.unpoint(place.bot)

    assert len(await place.bot.get_updates()) == 1


async def test_where_no_webhook_is_none_is_taken_down(place: Place) -> None:
    await webhook.unpoint(place.bot)

    assert not place.world.calls.of("deleteWebhook")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Bad webhook: Failed to resolve host: Name or service not known", "host not found"),
        ("Bad webhook: an https url must be provided for webhook", "not https"),
        (
            "Bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443",
            "port not allowed",
        ),
        ("Bad webhook: IP address 10.0.0.1 is reserved", "address not public"),
        ("Wrong response from the webhook: 403 Forbidden", "403 from our side"),
        ("Wrong response from the webhook: 404 Not Found", "404 from our side"),
        ("Wrong response from the webhook: 502 Bad Gateway", "5xx from our side"),
        ("Wrong response from the webhook: 301 Moved", "wrong answer from our side"),
        (
            "SSL error {error:1416F086:SSL routines:certificate verify failed}",
            "certificate not accepted",
        ),
        ("Connection refused", "connection refused"),
        ("Connection timed out", "no answer in time"),
        ("Read timeout expired", "no answer in time"),
        ("Connection reset by peer", "connection broken"),
        ("Something new", "unknown"),
    ],
)
def test_telegrams_sentences_have_a_kind_and_an_advice(said: str, kind: str) -> None:
    reason = webhook_reasons.reason_of(said)

    assert reason.kind == kind
    assert reason.advice.endswith(".")


@pytest.mark.parametrize(("minutes", "is_recent"), [(1, True), (14, True), (16, False)])
def test_an_old_failure_is_no_failure(minutes: int, *, is_recent: bool) -> None:
    now = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    info = telegram.WebhookInfo(
        url="https://bridge.example.org/hook",
        has_custom_certificate=False,
        pending_update_count=0,
        last_error_date=now - timedelta(minutes=minutes),
        last_error_message="Connection refused",
    )

    assert (webhook_reasons.recent(info, now) is not None) == is_recent

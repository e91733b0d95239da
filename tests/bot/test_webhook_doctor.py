from collections.abc import AsyncIterator

import pytest

from bot import doctor, webhook
from bot.doctor import Finding
from sandbox import waiting
from sandbox.world import World
from tests import hooks
from tests.hooks import Place
from tests.support import Installation

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def place(installation: Installation, world: World) -> AsyncIterator[Place]:
    async with hooks.place(installation, world) as place:
        yield place


async def _found(place: Place) -> Finding:
    return await doctor._webhook(place.bot, place.installation.settings())


async def test_a_webhook_stands_in_the_way_of_polling_only(place: Place) -> None:
    await webhook.point(place.bot, place.installation.settings())
    by_webhook = await _found(place)
    place.installation.configure(telegram__webhook__url="")
    by_polling = await _found(place)

    assert by_webhook.is_well
    assert not by_polling.is_well
    assert by_polling.what == "a webhook is set for this token"


async def test_a_webhook_that_is_not_set_or_leads_elsewhere_is_told(place: Place) -> None:
    unset = await _found(place)
    await place.bot.set_webhook("https://127.0.0.1/somewhere-else")
    elsewhere = await _found(place)

    assert (unset.what, unset.is_well) == ("the webhook is not set", False)
    assert (elsewhere.what, elsewhere.is_well) == ("the webhook is set to another address", False)
    assert "somewhere" not in elsewhere.what + elsewhere.advice


async def test_what_waits_and_why_is_told(place: Place) -> None:
    place.world.add_person("Mei", "en").say(hooks.WORDS)
    await webhook.point(place.bot, place.installation.settings())
    await waiting.until(
        place.world, lambda: place.world.webhook is not None and bool(place.world.webhook.error), 10
    )

    failing = await _found(place)
    async with place.listening():
        await waiting.until(place.world, lambda: not place.world.updates.waiting, 10)
    overcome = await _found(place)

    assert failing.what == (
        "the webhook is set, and 1 updates wait at Telegram; the last failure: connection refused"
    )
    assert not failing.is_well
    assert failing.advice
    assert overcome.is_well


async def test_a_secret_that_others_can_read_is_told(place: Place) -> None:
    settings = place.installation.settings()
    settings.telegram.token_file.chmod(0o600)
    settings.telegram.webhook.secret_file.chmod(0o644)

    assert "webhook-secret" in doctor._modes(settings).advice

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from locales import dates
from sandbox.server import Running
from tests.command.lives import Bot
from tests.support import Installation, press, say, to_card
from triage.languages import Language

Command = Callable[..., Awaitable[Any]]

STORY = "Someone sells gas cylinders without a licence in Nanlian community"
FIRE = "There is a fire in my kitchen"


async def test_somebody_is_muted_beside_a_running_bot_and_heard_again(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        await say(mei, STORY)
        await to_card(mei)
        sent = (await press(mei, "Send")).text
        reference = re.findall(r"LG-26-\d{6}-[A-Z]", sent)[0]
        where = ("--config", installation.config)

        muted = await maplebridge("mute", reference, "--hours", 24, "--reason", "insults", *where)
        refused = (await say(mei, "You are all thieves")).text
        danger = (await say(mei, FIRE)).text
        unmuted = await maplebridge("unmute", reference, *where)
        again = await maplebridge("unmute", reference, *where)

    assert (muted.code, muted.err) == (0, "")
    until = re.fullmatch(r"Muted until (\d{4}-\d\d-\d\d \d\d:\d\d)\.\n", muted.out)
    assert until
    ends = datetime.fromisoformat(until[1])
    assert dates.moment(ends, Language.EN, ends.date()) in refused
    assert "119" in danger
    assert (unmuted.code, unmuted.out) == (0, "Not muted any more.\n")
    assert (again.code, again.err) == (1, "Its reporter is not muted.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("LG-26-000004-E", "--hours", "1", "--reason", "flood"), "no report"),
        (("LG-26-000004-E", "--hours", "721", "--reason", "flood"), "720"),
        (("LG-26-000004-E", "--hours", "1", "--reason", "dislike"), "threats"),
    ],
)
async def test_a_mute_that_cannot_be_says_why(
    maplebridge: Command, installation: Installation, words: tuple[str, ...], said: str
) -> None:
    ended = await maplebridge("mute", *words, "--config", installation.config)

    assert ended.code != 0
    assert said in ended.err


async def test_nobody_is_muted_for_an_anonymous_report(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        await say(mei, STORY)
        await to_card(mei, "anonymous")
        sent = (await press(mei, "Send")).text
    reference = re.findall(r"LG-26-\d{6}-[A-Z]", sent)[0]

    words = ("mute", reference, "--hours", 1, "--reason", "flood")
    ended = await maplebridge(*words, "--config", installation.config)

    assert (ended.code, ended.out) == (1, "")
    assert "anonymous" in ended.err

import pytest

from sandbox.group import Group
from tests.support import DUTY, Town, say


@pytest.fixture
def duty(town: Town) -> Group:
    return town.world.groups[DUTY]


@pytest.mark.parametrize("line", ["/chatid", "/chatid@sandbox_bot", "/CHATID@Sandbox_Bot"])
async def test_a_group_learns_its_number(town: Town, duty: Group, line: str) -> None:
    duty.say(town.phone(), line)

    assert (await duty.wait_for()).text == f"这个群的编号是 {DUTY}，请填入配置文件。"


@pytest.mark.parametrize("line", ["/start", "/report", "/status 1234 5678 9012 3456"])
async def test_reports_are_taken_in_private_alone(town: Town, duty: Group, line: str) -> None:
    duty.say(town.phone(), line)

    assert (await duty.wait_for()).text.startswith("为了保护您")


async def test_a_story_in_a_group_is_none_of_our_business(town: Town, duty: Group) -> None:
    mei = town.phone()
    others = ("/help@another_bot", "/chatid@another_bot")
    strange = ("/frobnicate", "/", "1234 5678 9012 3456")
    for line in ("Gas is leaking in Nanlian", *strange, *others):
        duty.say(mei, line)

    assert (await say(mei, "/cancel")).text == "There is no draft."
    assert duty.received == []


async def test_chatid_in_private_is_an_unknown_command(town: Town) -> None:
    assert "do not know this command" in (await say(town.phone(), "/chatid")).text

from functools import partial
from typing import Any

from bot import menu
from casework import outbox, residents
from casework.residents import Sender
from casework.work import Work
from handlers.residents.commands import COMMANDS
from locales import catalogue
from sandbox.faults import Fault, FaultKind
from sandbox.phone import Phone
from tests.support import NOON, Town, press, say
from triage.languages import Language

OWN = {
    Language.ZH_HANS: "写一份报告",
    Language.ZH_HANT: "寫一份報告",
    Language.EN: "Write a report",
}


def offered(town: Town, phone: Phone, code: str = "en") -> str:
    """Return how the second command is described on a phone in the language *code*."""
    shown: list[dict[str, Any]] = town.world.profile.menu(phone.chat, phone.person_id, code)
    return str(shown[1]["description"]) if shown else ""


def is_offered(town: Town, phone: Phone, wanted: str) -> bool:
    return offered(town, phone) == wanted


def test_what_is_offered_is_what_is_known_and_has_its_words() -> None:
    assert set(menu.OFFERED) == set(COMMANDS)
    named = {f"command.{name}" for name in (*menu.OFFERED, *menu.IN_GROUPS)}

    assert named <= catalogue.keys()


async def test_a_chosen_language_changes_the_menu_of_that_chat_alone(town: Town) -> None:
    mei, bao = town.phone(), town.phone("Bao")
    for language, name in (("繁體中文", Language.ZH_HANT), ("简体中文", Language.ZH_HANS)):
        await say(mei, "/language")
        await press(mei, language)
        await mei.until(partial(is_offered, town, mei, OWN[name]))

    assert offered(town, bao) == OWN[Language.EN]


async def test_traditional_is_offered_without_asking_where_telegram_would_say_simplified(
    town: Town,
) -> None:
    mei, bao = town.phone("Mei", "zh-hant"), town.phone("Bao", "zh-hans")
    await say(mei, "/help")
    await say(bao, "/help")

    await mei.until(lambda: offered(town, mei, "zh-hant") == OWN[Language.ZH_HANT])
    assert offered(town, bao, "zh-hans") == OWN[Language.ZH_HANS]


async def test_a_menu_that_telegram_did_not_take_is_set_later(town: Town) -> None:
    mei = town.phone()
    await say(mei, "/language")
    town.world.faults.add(Fault(kind=FaultKind.SERVER_ERROR, method="setMyCommands", times=1))

    await press(mei, "繁體中文")

    await mei.until(lambda: offered(town, mei) == OWN[Language.ZH_HANT])


async def test_a_menu_is_taken_back(town: Town) -> None:
    mei = town.phone()
    await say(mei, "/language")
    await press(mei, "繁體中文")
    await mei.until(lambda: offered(town, mei) == OWN[Language.ZH_HANT])

    async with town.house.database.write() as tx:
        work = Work(tx=tx, now=NOON, house=town.house)
        sender = Sender(user_id=mei.person_id, chat_id=mei.person_id, language_code="en")
        await outbox.retract_commands(work, await residents.meet(work, sender))

    await mei.until(lambda: offered(town, mei) == OWN[Language.EN])


async def test_groups_are_offered_their_number_and_a_desk_and_nothing_else(town: Town) -> None:
    mei = town.phone()
    place = ("all_chat_administrators", None, None)
    commands = town.world.profile.commands

    await mei.until(lambda: (place, "zh") in commands)

    assert [one["command"] for one in commands[place, ""]] == ["chatid", "bind"]
    assert not any(kind in {"default", "all_group_chats"} for (kind, _, _), _ in commands)

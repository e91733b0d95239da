import pytest
import telegram
from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from sandbox import views
from sandbox.phone import Phone
from sandbox.world import World


def _menu(world: World, phone: Phone) -> list[str]:
    return [one["description"] for one in views.phone(world, phone)["menu"]]


async def test_the_narrowest_scope_and_the_phones_language_decide_the_menu(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    aunt = world.add_person("Aunt", "zh-hans")
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("help", "default")])
    await bot.set_my_commands([("help", "private")], scope=private)
    await bot.set_my_commands([("help", "帮助")], scope=private, language_code="zh")

    assert _menu(world, phone) == ["private"]
    assert _menu(world, aunt) == ["帮助"]

    await bot.set_my_commands([("help", "hers")], scope=BotCommandScopeChat(aunt.chat_id))
    assert _menu(world, aunt) == ["hers"]


async def test_commands_are_read_back_and_forgotten_by_scope_and_language(
    bot: telegram.Bot,
) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")], language_code="en")

    assert await bot.get_my_commands() == ()
    assert await bot.get_my_commands(language_code="en") == (BotCommand("help", "Help"),)
    await bot.delete_my_commands(language_code="en")
    assert await bot.get_my_commands(language_code="en") == ()


@pytest.mark.parametrize(
    ("commands", "language", "reason"),
    [
        ([("x", "d")] * 101, "", "Bot_commands_too_much"),
        ([("Help", "d")], "", "Bot_command_invalid"),
        ([("帮助", "d")], "", "Bot_command_invalid"),
        ([("x" * 33, "d")], "", "Command length must not exceed 32"),
        ([("x", " ")], "", "Command description must be non-empty"),
        ([("x", "d" * 257)], "", "Command description length must not exceed 256"),
        ([("/", "d")], "", "Command must be non-empty"),
        ([("x", "d")], "zh-hans", "Invalid language code specified"),
    ],
)
async def test_a_wrong_menu_is_refused(
    bot: telegram.Bot, commands: list[tuple[str, str]], language: str, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_my_commands(commands, language_code=language)


async def test_descriptions_are_kept_by_language_and_have_a_limit(
    bot: telegram.Bot, phone: Phone, world: World
) -> None:
    await bot.set_my_description("Hello")
    await bot.set_my_description("你好", language_code="zh")
    await bot.set_my_short_description("Hi")

    assert (await bot.get_my_description(language_code="zh")).description == "你好"
    assert (await bot.get_my_short_description()).short_description == "Hi"
    assert views.phone(world, phone)["about"] == "Hello"
    with pytest.raises(BadRequest, match="Description length must not exceed 512"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest, match="Description length must not exceed 120"):
        await bot.set_my_short_description("x" * 121)


async def test_the_bot_says_who_it_is_and_whom_it_talks_to(bot: telegram.Bot, phone: Phone) -> None:
    me = await bot.get_me()
    chat = await bot.get_chat(phone.chat_id)

    assert (me.id, me.is_bot, me.username) == (100200300, True, "sandbox_bot")
    assert (chat.first_name, chat.type) == ("Maya", "private")

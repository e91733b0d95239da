"""The commands that Telegram offers behind the slash, in each language it can tell apart."""

from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.logs import log
from casework.sayings import Manner, Saying
from locales.catalogue import label
from triage.languages import Language

# In the order in which they are offered: what people come for stands first.
OFFERED = (
    "start",
    "report",
    "status",
    "add",
    "language",
    "privacy",
    "forget",
    "help",
    "cancel",
)
# Behind those of residents, in the private chats of officers.
OF_STAFF = (
    "next",
    "mine",
    "queue",
    "case",
    "search",
    "note",
    "ask",
    "handover",
    "recuse",
    "duty",
    "figures",
    "stop",
    "desk",
)
# Residents should not write in groups; who sets up the duty chat asks for its number.
IN_GROUPS = ("chatid", "bind")
# Telegram's codes have two letters: `zh` cannot tell the two scripts apart. Chats
# in which it matters get a menu of their own: see `change`.
_CODES = {"": Language.EN, "zh": Language.ZH_HANS, "en": Language.EN}


async def offer(bot: Bot) -> None:
    """Tell Telegram our commands. The bot works without, so a failure only shows in the log."""
    for code, language in _CODES.items():
        try:
            await _set(bot, OFFERED, language, BotCommandScopeAllPrivateChats(), code)
            await _set(bot, IN_GROUPS, language, BotCommandScopeAllChatAdministrators(), code)
        except TelegramError as error:
            log.warning("commands not registered", error=type(error).__name__)
            return


async def change(bot: Bot, chat_id: int, saying: Saying) -> None:
    """Give one chat the menu that *saying* stands for, in its language, or take it back.

    Raises:
        TelegramError: If Telegram did not do it.
    """
    scope = BotCommandScopeChat(chat_id)
    if saying.manner is Manner.COMMANDS:
        await _set(bot, OFFERED, saying.language, scope)
    elif saying.manner is Manner.STAFF_COMMANDS:
        await _set(bot, (*OF_STAFF, *OFFERED), saying.language, scope)
    else:
        await bot.delete_my_commands(scope)


async def _set(
    bot: Bot, names: Iterable[str], language: Language, scope: BotCommandScope, code: str = ""
) -> None:
    commands = [BotCommand(name, label(f"command.{name}", language)) for name in names]
    await bot.set_my_commands(commands, scope, language_code=code or None)

"""The commands that Telegram offers behind the slash, in each language it can tell apart."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.logs import log
from handlers.residents.commands import COMMANDS
from locales.catalogue import label
from triage.languages import Language

# Telegram's codes have two letters: `zh` cannot tell the two scripts apart.
_CODES = {"": Language.EN, "zh": Language.ZH_HANS, "en": Language.EN}


async def offer(bot: Bot) -> None:
    """Tell Telegram our commands. The bot works without, so a failure only shows in the log."""
    for code, language in _CODES.items():
        commands = [BotCommand(name, label(f"command.{name}", language)) for name in COMMANDS]
        try:
            await bot.set_my_commands(
                commands, BotCommandScopeAllPrivateChats(), language_code=code or None
            )
        except TelegramError as error:
            log.warning("commands not registered", error=type(error).__name__)
            return

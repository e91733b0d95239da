"""The peer: a bare echo bot on python-telegram-bot, as its own examples have it."""

import os
import sys

os.environ["PTB_TIMEDELTA"] = "true"

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main() -> None:
    token, base_url = sys.argv[1:]
    application = Application.builder().token(token).base_url(base_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(poll_interval=0.0, timeout=5)


if __name__ == "__main__":
    main()

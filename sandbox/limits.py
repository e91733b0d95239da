"""Telegram's limits, in one table.

Source unless said otherwise: core.telegram.org/bots/api and /bots/faq, and
the sentences of the open Bot API server where it is the one that checks.
"""

TEXT = 4096
"""Characters of a message once entities are parsed.

Counted here in UTF-16 units, the stricter way: a text that fits so fits under
any way of counting.
"""

CALLBACK_DATA = 64
"""Bytes of a button's data, in UTF-8."""

BUTTONS = 100
"""Buttons under one message, as seen in practice; Telegram does not publish it."""

BUTTONS_IN_A_ROW = 8
"""Buttons beside each other, as seen in practice."""

ANSWER_TEXT = 200
"""Characters of the answer to a pressed button."""

DELETE_AT_ONCE = 100
"""Message ids in one deleteMessages."""

DELETE_WITHIN = 48 * 3600
"""Seconds during which a message can be deleted for everyone."""

QUERY_LIFE = 60
"""Seconds during which a pressed button can be answered.

Telegram does not publish it; about a minute is what bots see.
"""

COMMANDS = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 256
DESCRIPTION = 512
SHORT_DESCRIPTION = 120

UPDATES_AT_ONCE = 100
"""Updates in one answer to getUpdates."""

WEBHOOK_CONNECTIONS = 100
"""Requests that a webhook gets at the same time, at most."""

WEBHOOK_CONNECTIONS_BY_DEFAULT = 40

LONG_POLL = 50
"""Seconds that getUpdates waits at most, as the open Bot API server does."""

FILE_TO_DOWNLOAD = 20 * 1024 * 1024
"""Bytes of a file that a bot may fetch."""

PER_SECOND = 30
"""Messages a second to all chats together."""

PER_CHAT_BURST = 5
"""Messages to one chat at once, before one a second is enforced.

Telegram speaks of "short bursts" and names no number.
"""

PER_GROUP_MINUTE = 20
"""Messages a minute to one group."""

"""A saying becomes a message: sentences in a language, and a keyboard."""

from dataclasses import dataclass, field

from casework.sayings import Saying
from locales.catalogue import label, say

# The most that Telegram takes in one message (Bot API, sendMessage), tags not counted.
LONGEST_MESSAGE = 4096


# InlineKeyboardMarkup of the Bot API, as JSON.
Keyboard = dict[str, list[list[dict[str, str]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as Telegram gets it: HTML, and buttons or none."""

    html: str = field(repr=False)
    keyboard: Keyboard | None = field(repr=False)


def rendered(saying: Saying) -> Rendered:
    """Return *saying* in its language, one paragraph a text.

    Raises:
        KeyError: If the catalogue lacks a text; it names the key alone.
    """
    html = ""
    for text in saying.texts:
        gap = "\n" if text.close else "\n\n"
        html += (gap if html else "") + say(text.key, saying.language, **text.params)
    return Rendered(html=html, keyboard=_keyboard(saying))


def _keyboard(saying: Saying) -> Keyboard | None:
    if not saying.buttons:
        return None
    rows = [
        [
            {
                "text": label(button.label.key, saying.language, **button.label.params),
                "callback_data": button.data,
            }
            for button in row
        ]
        for row in saying.buttons
    ]
    return {"inline_keyboard": rows}

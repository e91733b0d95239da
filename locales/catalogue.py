"""The texts of the house in every language, and how one of them is said.

A text is Telegram's HTML under a key such as `question.place`; what is put into
it is made harmless. The catalogues are read when the first text is said.
"""

import gettext
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from triage.languages import Language

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in one language; a text that counts has several forms."""

    forms: tuple[str, ...]
    counts: bool
    form_for: Callable[[int], int]

    def form(self, n: str | int | None) -> str:
        """Return the form for *n* things, the only one if it counts nothing.

        Raises:
            KeyError: If it counts and *n* is no number.
        """
        if not self.counts:
            return self.forms[0]
        if not isinstance(n, int):
            raise KeyError("n")
        return self.forms[self.form_for(n)]


def say(key: str, language: Language, /, **params: str | int) -> str:
    """Return the text *key* as HTML for Telegram, with *params* in it.

    Words in *params* are escaped for the text between tags, not inside one.
    `n` chooses the plural form.

    Raises:
        KeyError: If there is no such text, or a parameter of it is missing.
            It names the key alone: parameters may hold a person's words.
    """
    safe = {name: _escaped(value) for name, value in params.items()}
    try:
        return texts(language)[key].form(params.get("n")).format_map(safe)
    except KeyError:
        raise KeyError(key) from None


def label(key: str, language: Language, /, **params: str | int) -> str:
    """Return the text *key* for a button, which shows HTML as it is written.

    The text must hold no tags.

    Raises:
        KeyError: As `say`.
    """
    return html.unescape(say(key, language, **params))


def keys() -> frozenset[str]:
    """Return the keys of all texts, whichever language has them."""
    return frozenset().union(*(texts(language) for language in Language))


def parameters(key: str, language: Language) -> frozenset[str]:
    """Return the names that *key* wants in *language*, `n` too if it counts.

    Raises:
        KeyError: If there is no such text.
    """
    text = texts(language)[key]
    fields = (field for form in text.forms for _, field, _, _ in Formatter().parse(form))
    return frozenset(field for field in fields if field is not None) | (
        {"n"} if text.counts else set()
    )


@cache
def texts(language: Language) -> Mapping[str, Text]:
    """Return the catalogue of *language*, key by key."""
    with (FOLDER / f"{language.replace('-', '_')}.po").open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    form_for = gettext.c2py(catalogue.plural_expr)
    return {_key(message): _text(message, form_for) for message in catalogue if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _text(message: Message, form_for: Callable[[int], int]) -> Text:
    counts = not isinstance(message.id, str)
    forms = message.string
    return Text(
        forms=(forms,) if isinstance(forms, str) else tuple(forms or ()),
        counts=counts,
        form_for=form_for,
    )


def _escaped(value: str | int) -> str:
    return html.escape(value, quote=False) if isinstance(value, str) else str(value)

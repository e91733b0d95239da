"""The languages of the house."""

from enum import StrEnum

from triage import scripts

# So many more English words than Chinese characters: an English text with a name in it.
_ENGLISH_WORDS = 4
_FEW_CHARACTERS, _FEW_WORDS = 2, 3


class Language(StrEnum):
    """A language and script that every text exists in."""

    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"
    EN = "en"


def language_from_telegram(code: str | None) -> Language:
    """Return the language for Telegram's language *code* of a user.

    Telegram sends an IETF tag such as `zh-hans`, `zh-TW` or `en-GB`, or
    nothing. Bare `zh` and nothing at all mean Simplified, the script of the
    district; every other language gets English.
    """
    if not code:
        return Language.ZH_HANS
    parts = code.lower().replace("_", "-").split("-")
    if parts[0] not in {"zh", "yue"}:
        return Language.EN
    traditional = {"hant", "tw", "hk", "mo"}.intersection(parts[1:])
    return Language.ZH_HANT if traditional or parts[0] == "yue" else Language.ZH_HANS


def language_of(text: str, fallback: Language) -> Language:
    """Return the language and script that *text* is written in.

    Chinese goes by the characters that only one script has. Where both scripts
    share them all, where Chinese is typed in pinyin, and where there is no letter,
    nothing is known: the language of the chat, *fallback*, counts then.
    """
    latin, han = scripts.latin_words(text), scripts.han(text)
    if han and not (len(latin) >= _ENGLISH_WORDS and len(latin) > han):
        return _chinese(scripts.traditional_minus_simplified(text), fallback)
    if not latin or scripts.is_pinyin(latin):
        return fallback
    return Language.EN


def is_enough(text: str) -> bool:
    """Return whether *text* is long enough to show in which language somebody wants to talk.

    "ok" and "KTV" stand in messages of any language.
    """
    return scripts.han(text) >= _FEW_CHARACTERS or len(scripts.latin_words(text)) >= _FEW_WORDS


def _chinese(balance: int, fallback: Language) -> Language:
    """Return the script of a Chinese text with that *balance* of Traditional characters."""
    if balance:
        return Language.ZH_HANT if balance > 0 else Language.ZH_HANS
    return Language.ZH_HANS if fallback is Language.EN else fallback

"""The languages of the house."""

from enum import StrEnum


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

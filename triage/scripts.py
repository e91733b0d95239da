"""In which script a text is written: characters, and Chinese typed in Latin letters."""

import re

from triage import characters

_LAST_EVERYDAY = b"\xc6\x7e"
"""The last of the 5,401 everyday characters of Big5; rarer ones come behind it."""

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_WORD = re.compile(r"[a-z]+")
_FINALS = "ai|ei|ao|ou|ang|eng|ong|an|en|uang|uai|uan|ua|uo|ui|un|a|e|u"
_SYLLABLE = (
    r"(?:[bpmdtnl](?:iang|iao|ian|ing|ie|iu|ia|in|i|o|ue|ve|v)|f[ou]"
    r"|[jqx](?:iang|iong|iao|ian|ing|ia|ie|iu|in|i|uan|un|ue|u)"
    rf"|(?:[zcs]h?|r)(?:i|{_FINALS})|[bpmfdtnlgkh](?:{_FINALS})"
    r"|y(?:ang|ing|ong|uan|ao|an|in|ou|ue|un|a|e|i|o|u)|w(?:ang|eng|ai|ei|an|en|a|o|u)"
    r"|ang|eng|ai|ei|ao|ou|an|en|er|a|e|o)"
)
_SYLLABLES = re.compile(f"{_SYLLABLE}{{1,6}}")
# Longer runs of letters are no word that anybody types in pinyin.
_LONGEST = 24
# English words that are spelled like syllables say nothing about the language.
_ENGLISH_TOO = re.compile(
    r"a|[bdfhmptw]an|[bgs]ang|hang|rang|tang|fang|yang|long|song|[bdfgrs]un|[bp]in|ping|[dhmpwty]en"
    r"|he|she|me|we|you|women|do|to|due|sue|hi|huge|[dlpt]ie|time|like|ma[dkn]e|name|same|take"
)
_MOST = 0.8


def _encodes(character: str, codec: str) -> bytes:
    return character.encode(codec, "ignore")


_TRADITIONAL = frozenset(
    chr(code) for code in characters.TO_SIMPLIFIED if not _encodes(chr(code), "gb2312")
)
_SIMPLIFIED = frozenset(
    one
    for one in map(chr, characters.TO_SIMPLIFIED.values())
    if not b"" < _encodes(one, "big5") <= _LAST_EVERYDAY
)


def han(text: str) -> int:
    """Return the number of Chinese characters in *text*."""
    return len(_HAN.findall(text))


def traditional_minus_simplified(text: str) -> int:
    """Return by how many characters *text* is rather Traditional, negative if Simplified.

    Characters that both scripts write count for neither.
    """
    return sum((one in _TRADITIONAL) - (one in _SIMPLIFIED) for one in text)


def latin_words(text: str) -> list[str]:
    """Return the words of *text* in plain Latin letters, in lower case."""
    return _WORD.findall(text.lower())


def is_pinyin(latin: list[str]) -> bool:
    """Return whether the words *latin* are Chinese in pinyin rather than English.

    Nearly all of them are syllables, and not only such as English has too.
    """
    syllables = [word for word in latin if _is_syllables(word)]
    telling = [word for word in syllables if not _ENGLISH_TOO.fullmatch(word)]
    return len(syllables) >= _MOST * len(latin) and 2 * len(telling) >= len(latin) > 0


def _is_syllables(word: str) -> bool:
    return len(word) <= _LONGEST and _SYLLABLES.fullmatch(word) is not None

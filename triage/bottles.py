"""Tell whether a text says how many gas bottles there are: 三十多瓶, 十幾個樽, "30 bottles"."""

import re

from triage import numerals, words

_MANY = rf"(?:\d+|[{numerals.HAN}几数百]+)"
_COUNT = re.compile(
    rf"{_MANY}[多几]?[个支只]?(?:大|小|空|满)?(?:瓶(?!盖|口|身|底)|樽|罐|煤气瓶|气瓶|煤气罐)"
    rf"|\b(?:\d+|{numerals.ENGLISH})(?: \w+){{0,2}} (?:bottle|cylinder|tank)s?\b"
)
_SIZE = re.compile(r"[大细小][瓶樽罐]|细嗰|[大小]的|\b(?:big|large|small|little)\b")


def counted(text: str) -> bool:
    """Return whether *text* says a number of bottles; one bottle is only the thing itself."""
    found = [hit[0] for hit in _COUNT.finditer(words.plain(text))]
    return any(
        not re.match(r"(?:一个?|1|an? )", hit) or len(re.findall(r"\d", hit)) > 1 for hit in found
    )


def sized(text: str) -> bool:
    """Return whether *text* says how large they are."""
    return _SIZE.search(words.plain(text)) is not None

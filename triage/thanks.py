"""Tell thanks and "all right" from more of a story."""

import re

from triage import words

# Longer than any thanks.
_LONGEST = 40
# In the plain form; around these words nothing is told.
_THANKS = (
    "谢谢|多谢|感谢|谢|唔该|辛苦|麻烦|thanks|thank|thx|many"
    "|好的|好嘅|好|行|可以|嗯|ok|okay|alright|all right|great|good"
    "|收到|知道|明白|清楚|got it|understood|i see|noted"
)
_AROUND = (
    "你们|您们|你哋|你|您|大家|哦|噢|啊|呀|啦|喇|了|晒|哂|嗮|的|很|非常|so|very|a lot|much|you"
)
_THANKS_ALONE = re.compile(rf"(?:(?:{_THANKS})(?:\s*(?:{_AROUND}))*\s*)+")


def is_thanks(text: str) -> bool:
    """Return whether *text* says thanks or "all right", and nothing else."""
    letters = "".join(c if c.isalnum() else " " for c in words.plain(text))
    bare = " ".join(letters.split())
    return len(bare) <= _LONGEST and _THANKS_ALONE.fullmatch(bare) is not None

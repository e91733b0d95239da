"""Parts of the day: 下午, 半夜, last night's night."""

import re
from collections.abc import Iterator

from triage.moments import Hours, Precision

# Hours of the day meant, beyond 24 the morning after: from, until, words.
_PARTS = (
    (0, 6, r"凌晨|下半夜|后半夜|\bearly hours\b"),
    (5, 8, r"大清早|清早|清晨|一大早|(?<![周期拜])一早|黎明|天刚亮|天没亮|\bdawn\b"),
    (23, 29, r"三更半夜|半夜三更|大半夜|半夜|深夜|午夜|夜半"),
    (23, 29, r"\b(?:in the )?(?:middle|dead) of the night\b|\blate at night\b"),
    (6, 12, r"早上|早晨|早间|朝头早|朝早|上午|上昼|(?<!good )\bmornin(?:g(?=s?\b)|\b)"),
    (6, 12, r"(?<=[今昨作前寻琴噚噖禽擒明听天日每])[早朝](?![已就点日天])|(?<=[今昨])晨"),
    (6, 18, r"白天|日间|日头|\bday ?time\b"),
    (11, 14, r"中午|正午|晌午|午间|\bmidday\b|\blunch ?time\b"),
    (12, 18, r"下午|午后|下昼|晏昼|(?<!good )\bafternoons?\b"),
    (17, 20, r"傍晚|黄昏|天刚黑|挨晚|\bdusk\b"),
    (18, 24, r"(?<!good )\bevening(?=s?\b)"),
    (18, 30, r"夜晚黑|夜晚|夜里|夜间|夜深|入夜|晚上|晚间|晚黑|晚头|\bovernight\b"),
    (
        18,
        30,
        r"(?<=[今昨作前寻琴噚噖禽擒明听天日每号晚一二三四五六])晚(?!饭|餐|会|点到)|(?<=[今昨前每夜])夜(?!宵)",
    ),
    (18, 30, r"(?:(?<!good )\b|(?<=\bto)|(?<=\b2)|(?<=\blast))ni(?:ght|te|gth)(?=s?\b)"),
)
# A glance at the first character spares most places the whole list.
_WORD = re.compile(
    "(?=[a-z凌下后大清一黎天三半深午夜早朝晨上白日中正晌晏傍黄挨入晚])(?:"
    + "|".join(f"({words})" for _, _, words in _PARTS)
    + r")(?!好(?:$|[\s,。!、~]))"
)


def scan(plain: str) -> Iterator[Hours]:
    """Yield the parts of a day that *plain* names, greetings left out."""
    for hit in _WORD.finditer(plain):
        begin, until, _ = _PARTS[(hit.lastindex or 1) - 1]
        yield Hours(
            start=hit.start(),
            end=hit.end(),
            begin=begin * 60,
            until=until * 60,
            precision=Precision.PART_OF_DAY,
        )

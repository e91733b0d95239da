"""Words that say that something happens again and again."""

import re
from collections.abc import Iterator

from triage.moments import Again, Precision

_WEEKDAY = "[一二三四五六日天末]"
_ENGLISH_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WORDS = (
    (
        Precision.DAY,
        (
            r"几乎天天|每天|每日|(?<![几今昨前明后])天天|每?隔[几两三]?[天日晚]|(?<![今昨])日日|一天到晚|从早到晚|没日没夜"
            r"|(?<![前昨今寻琴噚擒听号\d])日夜(?!晚)|成日|成天|整天|整日|整夜整夜|时时"
            r"|经常|常常|时常|时不时|不时|不定时|有时(?!间)候?|间中|间唔中|偶尔|总是|总在|老是|老在|往往|频繁"
            r"|(?<![周期拜])一到(?=[晚夜周半凌下])|每到|每逢|逢年过节|平时|平日|平常|每次|次次|长期|常年|屡次|反复"
            r"|隔三[差岔]五|三天两头|三不五时|隔天|朝朝|每(?=[晚夜早朝]|凌晨|半夜|深夜|下午|上午|中午|傍晚)"
            r"|晚(?=晚)|夜(?=夜)|(?<!\d)(?:24|二十四)个?小时(?![内之以前后了没])|全天候"
            r"|(?<![上这本下个])周末|工作日"
            rf"|每个?(?:周|星期|礼拜){_WEEKDAY}|逢周{_WEEKDAY}"
            r"|(?:周|星期|礼拜)一[到至\-~](?:周|星期|礼拜)?[五六日天]"
            r"|\b(?:almost |nearly )?(?:every|each) (?:single )?"
            r"(?:day\b|(?=night|nite|evening|morning|afternoon)|weekend|time\b|other day|few days"
            rf"|{_ENGLISH_DAYS})"
            r"|\b(?:daily|nightly|always|often|sometimes|usually"
            r"|constantly|repeatedly|regularly|frequently)\b"
            r"|\b(?:all the time|time and again|24 ?/ ?7"
            r"|24 ?hours(?! ago)|(?:a)?round the clock|day and night)\b"
            rf"|\bweekends\b|\bweekdays\b|\b(?:{_ENGLISH_DAYS})s\b|(?<=night)s\b|(?<=nite)s\b"
            r"|(?<=evening)s\b|(?<=morning)s\b"
        ),
    ),
    (Precision.WEEK, r"每周|每个?星期|每个?礼拜|\b(?:every|each) week\b|\bweekly\b"),
    (Precision.MONTH, r"每个?月|月月|按月|\b(?:every|each|per|a) month\b|\bmonthly\b"),
    (Precision.YEAR, r"每年|年年|\b(?:every|each) year\b"),
)
# A glance at the first character spares most places the whole list.
_WORD = re.compile(
    "(?=[a-z2几每天日一从没成整时经常不有间偶总老往频逢平次长屡反隔三朝晚夜二全周工星礼月按年])(?:"
    + "|".join(f"({words})" for _, words in _WORDS)
    + ")"
)


def scan(plain: str) -> Iterator[Again]:
    """Yield the words in *plain* that tell of a habit."""
    for hit in _WORD.finditer(plain):
        yield Again(start=hit.start(), end=hit.end(), precision=_WORDS[(hit.lastindex or 1) - 1][0])

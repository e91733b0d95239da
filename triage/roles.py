"""What a place does in a sentence: where it happens, or only passed on the way."""

import re
from enum import IntEnum

# Characters looked at on either side of a name.
_BEFORE = 24
_AFTER = 14


class Role(IntEnum):
    """How much a mention says about where it happens, least first."""

    PASSED = 1
    HOME = 2
    NEAR = 3
    PLAIN = 4
    THERE = 5
    HAPPENED = 6


_STOP = re.compile(r"[。!?;,、()\n]")
_DENIED = re.compile(
    r"(?<!是)(?:不是|不在|唔系|唔喺|唔是|唔关|不关|并非|不属于|不归|唔属|别跟|别和|不要跟)"
    r"(?:(?!是|但|系|在|喺).){0,7}$"
    r"|\b(?:not|isn't|except) (?:(?:the|one|whole|entire|that|in|at|from|inside|of) )*$"
)
_SUPPOSED = re.compile(r"(?:说是|话系|以为|听说是)$")
_IN_FACT = re.compile(r".{0,4}(?:其实|实际|但其实)")
_PASSED = re.compile(
    r"(?:从|由|自|路过|经过|途经|途径|坐车经|离开"
    r"|\b(?:from|past|via|through|leaving|passing|cong|lu guo)) ?(?:the )?$"
)
_NEAR = re.compile(r"(?:靠近|挨着|临近|挨近|\b(?:near|beside|close to|next to)) ?(?:the )?$")
_NEAR_AFTER = re.compile(r"(?:交界|挨着|相邻|接壤)")
_PASSED_AFTER = re.compile(
    r"(?:(?:那边|这边|嗰边|站)?(?:坐车|坐地铁|搭车|骑车|下班|下车|上车|出发|过来|返嚟|返来|回来|回家"
    r"|送货|开车|转车|来的)|[也都]*没事|[也都]*没问题|[也都]*冇事)"
)
_HOME = re.compile(
    r"(?:住在?|住喺|住系|家在|屋企喺|屋企系|老家是?在?|我是|我系|来自"
    r"|\b(?:live in|lives in|living in|live at|my home is in|work in|works in|zhu zai|zhu)) ?$"
)
_HOME_AFTER = re.compile(
    r"(?:那边|这边|嗰边|街道|社区)?(?:上班|打工|返工|工作|做工|上学|读书|返学|户口)"
)
_SOMEBODY = re.compile(
    r"(?:老板|老公|老婆|丈夫|妻子|[儿仔]子?|女儿|女|爸爸?|妈妈?|父母|[弟哥姐妹]{1,2}|朋友|同学|亲戚|[他她佢]们?|佢哋)"
    r"(?:现在|而家|人|都|还|就)?[在喺]$"
)
_ORIGIN = re.compile(
    r"(?:老家是?在?|来自|籍贯是?|[搬迁调][去到]"
    r"|\b(?:i am|i'm|come|comes|came|man|men|guys?) from) ?$"
)
_ORIGIN_AFTER = re.compile(
    r"(?:省|市)?(?:人(?![被们来收民])|籍|老乡|来的|来打工|过来打工|口音|车?牌|户口|话(?!事)"
    r"|佬|仔|妹|片|电影|某|社团|(?:嗰边)?字头|黑帮| triad)"
)
_HAPPENED = re.compile(
    r"(?:发生[在喺系]|事情[在喺系]|[件事]事[在喺系]|出事[在喺]|出事的?地[方点][是在:]*|地址[是在:]*"
    r"|地点[是在:]*|位置[是在:]*|现场[是在:]*|偏偏[到在]|结果[到在]"
    r"|\b(?:happened|happening|happens) (?:in|at)"
    r"|\b(?:location|address|place) ?(?:is|:)?) ?(?:the )?$"
)
_THERE = re.compile(r"(?:[在喺到来去嚟回返]|\b(?:in|at|to|inside|into|zai|dao|lai)) ?(?:the )?$")


def of(plain: str, start: int, end: int) -> Role:
    """Return the role of the place at *start* to *end* in a plain text."""
    before = plain[max(0, start - _BEFORE) : start]
    after = plain[end : end + _AFTER]
    if _HAPPENED.search(before):
        return Role.HAPPENED
    if _SOMEBODY.search(before):
        return Role.PASSED
    if _HOME.search(before) or _HOME_AFTER.match(after):
        return Role.HOME
    if _PASSED.search(before) or _PASSED_AFTER.match(after):
        return Role.PASSED
    if _NEAR.search(before) or _NEAR_AFTER.match(after):
        return Role.NEAR
    return Role.THERE if _THERE.search(before) else Role.PLAIN


def is_denied(plain: str, start: int, end: int) -> bool:
    """Return whether the text says that it is not there."""
    clause = _STOP.split(plain[max(0, start - _BEFORE) : start])[-1]
    if _DENIED.search(clause):
        return True
    return bool(_SUPPOSED.search(clause) and _IN_FACT.match(plain, end))


def is_origin(plain: str, start: int, end: int) -> bool:
    """Return whether the text says that somebody comes from there."""
    before = plain[max(0, start - _BEFORE) : start]
    return bool(_ORIGIN.search(before) or _ORIGIN_AFTER.match(plain, end))

"""What an officer should look at again before words go out to a reporter.

A warning, never a block: whoever writes knows more than a pattern. What must never
be promised, and why, is in docs/leads.md.
"""

import re
from enum import StrEnum


class Concern(StrEnum):
    """Something in a text that may harm whoever gets it, or whoever is named in it."""

    LINK = "link"
    NUMBER = "number"
    NAME = "name"
    PROMISE = "promise"
    IDENTITY = "identity"


_PATTERNS = {
    Concern.LINK: re.compile(
        r"https?://|www\.|\bt\.me/|(?<![\w.])@\w{4,}|\b[\w-]+\.(?:com|cn|net|org|gov|me)\b"
        r"|[\w.+-]+@[\w-]+\.\w+",
        re.IGNORECASE,
    ),
    Concern.NUMBER: re.compile(
        r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)"
        r"|0755[- ]?\d{7,8}"
    ),
    Concern.NAME: re.compile(
        r"我是.{0,8}?[\u4e00-\u9fff](?:警官|警察|所长|所長|队长|隊長|科长|科長|主任|同志|书记|書記|老师|老師)"
        r"|我(?:姓|叫)[\u4e00-\u9fff]"
        r"|[\u4e00-\u9fff](?:警官|所长|所長|队长|隊長|科长|科長)"
        r"|\b(?:officer|inspector|sergeant|captain|director)\s+[A-Z][a-z]+"
        r"|\bmy name is\b|\bI am (?:Mr|Mrs|Ms|Officer)\b",
        re.IGNORECASE,
    ),
    Concern.PROMISE: re.compile(
        r"保证|保證|一定(?:会|會|能|把)|肯定(?:会|會|能)|绝对(?:安全|保密)|絕對(?:安全|保密)"
        r"|马上(?:抓|派|到)|馬上(?:抓|派|到)|(?:会|會|就)(?:抓|逮捕|派警|上门抓|上門抓)|有(?:奖金|獎金|奖励|獎勵)|发(?:奖金|放奖励)|發獎金|没人会知道|沒人會知道"
        r"|\bpromise|\bguarantee|\bwill (?:definitely )?(?:arrest|evict|catch)"
        r"|\bpolice (?:will|are going to) come"
        r"|\breward\b|\bnobody will (?:ever )?know|\bcompletely (?:safe|anonymous)",
        re.IGNORECASE,
    ),
    Concern.IDENTITY: re.compile(
        r"(?:你|您)(?:叫什么|叫甚麼|叫什麼|是谁|是誰|住哪|住在哪|的名字|的姓名|的地址|的电话|的電話)"
        r"|(?:你|您)的(?:手机|手機|身份证|身份證|单位|單位)"
        r"|(?:提供|发|發|留).{0,6}(?:身份证|身份證|姓名|电话|電話|手机号|手機號)"
        r"|\byour (?:full |real )?(?:name|address|phone|number|id|employer)\b"
        r"|\bwho are you\b|\bwhere do you live\b",
        re.IGNORECASE,
    ),
}


def concerns(text: str) -> tuple[Concern, ...]:
    """Return what in *text* should be looked at again, each once, in a fixed order."""
    return tuple(concern for concern, pattern in _PATTERNS.items() if pattern.search(text))

"""What is said not to be, or only feared, by the words just before it."""

import re

# "是不是漏气" and "有没有漏气" ask; they do not deny.
_NOT = (
    r"(?:(?<!有)没有?|(?<!有)冇|(?<!是)不是|(?<!系)唔系|(?<!会)不会|唔会|并未|并非|从未|未曾"
    r"|没人|没有人|冇人|无人|别|不曾"
    r"|\b(?:no|not|never|without|isn't|wasn't|hasn't|aren't|doesn't|didn't|don't|nobody|no one))"
)
_DENIER = re.compile(_NOT)
_DENIED = re.compile(
    _NOT + r" ?(?:再|被|给|有|过|什么|任何|闻到|看到|见到|听到|发现|发生过?|出现|在"
    r"|is|was|got|been|smell|seen|any|a|an|the|to| ){0,3}$"
)
# What may come one day is a reason to act soon, not an emergency.
_FEARED = re.compile(
    r"(?:怕|担心|万一|要是|如果|一旦|防止|预防|避免|以免|容易|会不会|早晚|迟早|好易"
    r"|\b(?:afraid of|fear of|risk of|danger of|in case of|could cause|might cause|if there is))"
    r" ?(?:他们|他|她|佢哋|佢|会|要|有|被|发生|引发|引起|造成|a|an|the| ){0,3}$"
)
_BEFORE = 18


def can_deny(plain: str) -> bool:
    """Return whether anything in *plain* can deny what follows it."""
    return _DENIER.search(plain) is not None


def denied(plain: str, at: int) -> bool:
    """Return whether the words just before place *at* of *plain* deny what follows."""
    return _DENIED.search(plain[max(0, at - _BEFORE) : at]) is not None


def feared(plain: str, at: int) -> bool:
    """Return whether the words just before place *at* only fear what follows."""
    return _FEARED.search(plain[max(0, at - _BEFORE) : at]) is not None

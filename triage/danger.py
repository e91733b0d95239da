"""Danger that must be answered before any question.

Words alone decide, so they err on the side of danger: a false alarm costs a
resident one message, a missed one may cost a life.
"""

import re
from enum import StrEnum

from triage import words
from triage.lexicon import HYPERBOLE, Hit, Lexicon
from triage.phrases import outermost


class Danger(StrEnum):
    """What is going on, the most urgent first; the codes of the lexicon."""

    SUICIDE = "danger.suicide"
    CHILD = "danger.child"
    WEAPON = "danger.weapon"
    TRAPPED = "danger.trapped"
    ASSAULT = "danger.assault"
    FIRE = "danger.fire"
    GAS = "danger.gas"
    DV = "danger.dv"
    REPRISAL = "danger.reprisal"


# "是不是漏气" and "有没有漏气" ask; they do not deny.
_DENIED = re.compile(
    r"(?:(?<!有)没有?|(?<!有)冇|(?<!是)不是|(?<!系)唔系|并未"
    r"|\b(?:no|not|never|without|isn't|wasn't|hasn't))"
    r"\s?(?:闻到|看到|见到|听到|发现|发生过?|出现|smell|seen|any|a|an|the)?\s?$"
)
# What may come one day is a reason to act soon, not an emergency: only where
# the fear itself is no sign of danger.
_FEARED = re.compile(
    r"(?:怕|担心|万一|要是|如果|一旦|防止|预防|避免|以免|容易|会不会|早晚|迟早"
    r"|\b(?:afraid of|fear of|risk of|danger of|in case of|could cause|might cause|if there is))"
    r"\s?(?:他们|他|她|佢哋|佢|会|要|有|被|发生|引发|引起|造成|a|an|the)*\s?$"
)
_MAY_BE_FEARED = {Danger.FIRE, Danger.GAS, Danger.REPRISAL}
_BEFORE = 24
_TELLING = {HYPERBOLE, *Danger}


def trigger(text: str, lexicon: Lexicon) -> Danger | None:
    """Return the most urgent danger that *text* speaks of, None if none.

    A danger word inside a figure of speech ("吵死了") or a longer harmless word
    (被打扰, "fire exit") does not count, nor does one that is plainly denied; a
    longer danger word outranks one inside it (老公打我 is more than 打我).
    Fire, gas and reprisal do not count either where they are only feared.
    """
    plain = words.plain(text)
    hits = [hit for hit in lexicon.hits(plain) if hit.term.category in _TELLING]
    outer = set(outermost([hit.span for hit in hits]))
    telling = outer - {hit.span for hit in hits if hit.term.category == HYPERBOLE}
    meant = {
        Danger(hit.term.category)
        for hit in hits
        if hit.span in telling and not _is_taken_back(hit, plain)
    }
    return next((danger for danger in Danger if danger in meant), None)


def _is_taken_back(hit: Hit, plain: str) -> bool:
    """Return whether the words just before *hit* deny it or only fear it."""
    before = plain[max(0, hit.span.start - _BEFORE) : hit.span.start]
    if _DENIED.search(before):
        return True
    return Danger(hit.term.category) in _MAY_BE_FEARED and bool(_FEARED.search(before))

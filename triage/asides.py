"""Tell what is said to the bot from what is told into a report: 你好, 怎么提交啊, "skip"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from triage import words
from triage.phrases import Phrases

# Whoever writes more than this to the bot tells it something, too.
_LONGEST = 60
_FILLER = "filler"
# Why is asked of whoever asks; anything else is asked of the bot if it says "you".
_ASKS = re.compile(
    r"^(?:why\b|为什么|为何|干嘛|做乜|点解)"
    r"|^(?:what|how|who|when|can|could|will|would|do|are|is)\b.*\byour?\b.*\?$"
    r"|(?:你们|你|您|你哋).*(?:吗|呢|㗎|咩|么)?[?？]$"
    r"|(?:你们|你|您|你哋).*(?:吗|㗎|咩)$"
)


class Aside(StrEnum):
    """What is said to the bot; where a line holds several, the first here counts."""

    ANONYMOUS = "anonymous"
    MAY = "may"
    SEEN = "seen"
    REWARD = "reward"
    ROBOT = "robot"
    WHY = "why"
    SEND = "send"
    VOICE = "voice"
    BACK = "back"
    ENOUGH = "enough"
    SKIP = "skip"
    THANKS = "thanks"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asides:
    """All words of all asides, ready to be looked up."""

    phrases: Phrases
    by_phrase: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, named: Mapping[str, Iterable[str]]) -> Self:
        """Return the index of the words of each aside, and of the fillers between them."""
        by_phrase: defaultdict[str, set[str]] = defaultdict(set)
        for name, some in named.items():
            for phrase in some:
                by_phrase[bare(phrase)].add(name)
        return cls(
            phrases=Phrases.of(by_phrase),
            by_phrase={phrase: frozenset(names) for phrase, names in by_phrase.items()},
        )

    def meant(self, text: str) -> Aside | None:
        """Return what *text* says to the bot, None if it tells anything besides.

        Whoever says hello first wants to be greeted, not to find "hello" in their
        report; "hello, gas leak" is a report.
        """
        plain = bare(text)
        if not plain or len(plain) > _LONGEST:
            return None
        spans = self.phrases.spans(plain)
        covered = {at for span in spans for at in range(span.start, span.end)}
        if any(at not in covered for at, sign in enumerate(plain) if sign != " "):
            return None
        names = frozenset().union(*(self.by_phrase[span.phrase] for span in spans))
        return next((aside for aside in Aside if aside in names), None)


def bare(text: str) -> str:
    """Return letters and digits of *text* in plain form, with spaces between."""
    letters = "".join(c if c.isalnum() else " " for c in words.plain(text))
    return " ".join(letters.split())


def is_question(text: str) -> bool:
    """Return whether *text* asks the bot something: no answer to what the bot asked."""
    return _ASKS.search(words.plain(text)) is not None


def is_known(name: str) -> bool:
    """Return whether *name* is an aside or the name of the fillers."""
    return name == _FILLER or name in set(Aside)

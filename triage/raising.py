"""Signs in a story that make it graver, or send it to another desk."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from triage import negation, words
from triage.topics import NO_TOPICS, Topics

REPEAT = "repeat"
"""No word says this: the same happened within 30 days before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSigns:
    """The words of each sign, and which signs raise the severity of a case by one."""

    topics: Topics = NO_TOPICS
    names: frozenset[str] = frozenset()
    raising: frozenset[str] = frozenset()

    def told(self, text: str) -> frozenset[str]:
        """Return the signs that *text* has words of, those left out that it denies."""
        plain = words.plain(text)
        return frozenset(
            sign
            for span in self.topics.phrases.spans(plain)
            if not negation.denied(plain, span.start)
            for sign in self.topics.by_phrase[span.phrase]
        )

    def raise_severity(self, found: AbstractSet[str]) -> bool:
        """Return whether one of the signs *found* makes a case graver."""
        return not self.raising.isdisjoint(found)

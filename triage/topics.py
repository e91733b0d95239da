"""What a story talks about, whatever kind of matter it is.

A dog, a landlord, a lock, the night: words that speak for no kind alone, but
much in company. Words of all languages for one topic are one clue, so what is
learned from Chinese stories helps to read an English one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from triage import words
from triage.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """All topics, ready to be looked up by their words."""

    phrases: Phrases
    by_phrase: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, topics: Mapping[str, Iterable[str]]) -> Self:
        """Return the index of the words of *topics*; a word may belong to several.

        No word holds a |, which separates them in data/topics.csv.
        """
        by_phrase: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for topic, terms in topics.items():
            # One call for all words of a topic takes a tenth of the time.
            for phrase in words.plain("|".join(terms)).split("|"):
                by_phrase[phrase][topic] = None
        return cls(
            phrases=Phrases.of(by_phrase),
            by_phrase={phrase: tuple(found) for phrase, found in by_phrase.items()},
        )

    def named(self, plain: str) -> set[str]:
        """Return the topics with a word in *plain*, a text in its plain form."""
        spans = self.phrases.spans(plain)
        return {topic for span in spans for topic in self.by_phrase[span.phrase]}


NO_TOPICS = Topics.of({})

"""The words by which residents name things, and where they stand in a text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from triage import words
from triage.learned import NOTHING, Learned
from triage.phrases import Phrases, Span, outermost
from triage.signs import NO_SIGNS, Signs
from triage.spelling import NO_SPELLING, Spelling
from triage.topics import NO_TOPICS, Topics

HYPERBOLE = "hyperbole"
"""The category of figures of speech, and of harmless words that hold a bad one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or phrase as people type it.

    Terms of one *concept* are different words for one thing. A *weak* term
    stands in many kinds of stories and says little alone.
    """

    text: str
    script: str
    category: str
    concept: str
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A term in the plain form of a text, from *start* up to *end*."""

    term: Term
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All terms, ready to be looked up, and what is known of words besides.

    *topics* are what stories talk about, *learned* is how much each word speaks
    for each kind of matter; *signs* and *alarms* are the same for danger, where
    *spelling* mends English words first.
    """

    terms: tuple[Term, ...]
    phrases: Phrases
    by_phrase: Mapping[str, tuple[Term, ...]]
    topics: Topics = NO_TOPICS
    learned: Learned = NOTHING
    signs: Signs = NO_SIGNS
    alarms: Learned = NOTHING
    spelling: Spelling = NO_SPELLING

    @classmethod
    def of(
        cls,
        terms: Iterable[Term],
        *,
        topics: Topics = NO_TOPICS,
        learned: Learned = NOTHING,
        signs: Signs = NO_SIGNS,
        alarms: Learned = NOTHING,
    ) -> Self:
        """Return the lexicon of *terms*.

        A phrase counts once for each category, whatever the scripts that
        write it.
        """
        terms = tuple(terms)
        by_phrase: defaultdict[str, dict[str, Term]] = defaultdict(dict)
        for term in terms:
            by_phrase[words.plain(term.text)].setdefault(term.category, term)
        return cls(
            terms=terms,
            phrases=Phrases.of(by_phrase),
            by_phrase={phrase: tuple(found.values()) for phrase, found in by_phrase.items()},
            topics=topics,
            learned=learned,
            signs=signs,
            alarms=alarms,
            spelling=Spelling.of([*signs.latin_words(), *alarms.latin_words()]),
        )

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return the terms in *text*, by place; their spans count in its plain form.

        A term inside a longer one of the same category is part of it and left
        out.
        """
        return self.hits_in(words.plain(text))

    def hits_in(self, plain: str) -> tuple[Hit, ...]:
        """Return the terms in a text that is in its plain form already."""
        by_category: defaultdict[str, dict[Span, Term]] = defaultdict(dict)
        for span in self.phrases.spans(plain):
            for term in self.by_phrase[span.phrase]:
                by_category[term.category][span] = term
        hits = [
            Hit(term=terms[span], span=span)
            for terms in by_category.values()
            for span in outermost(tuple(terms))
        ]
        return tuple(sorted(hits, key=lambda hit: (hit.span.start, hit.span.end)))

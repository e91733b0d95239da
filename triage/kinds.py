"""What a story is about, guessed from its words.

Words of the lexicon, the topics that a story talks about, and its spelling are
clues; what each is worth was learned from stories of known kinds
(`triage/learned.py`), so no single word decides. A kind that was added since
and has no weights lives on its words of the lexicon alone. The p are
calibrated: of the guesses with p 0.8, four in five are right.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from triage import learned, officials, words
from triage.categories import Categories, Category
from triage.danger import Danger
from triage.lexicon import HYPERBOLE, Hit, Lexicon, Term
from triage.phrases import outermost

UMBRELLA = "lead.umbrella"
"""Officials who shield gangs: such a report must not reach those it names."""

# Right at least 95 times in 100 above these, on stories that were not learned
# from: see `benchmarks/understanding.py`.
_SURE = 0.65
_SURE_OF_GROUP = 0.85
# Where an official may be accused, somebody has to say what kind it is.
_WATCHED = 0.1
# At this much, the report is taken for one that accuses an official.
_ACCUSING = 0.3
# As many as are likely, within these bounds: a choice of three is always one.
_FEWEST, _MOST = 3, 8
_LEAST = 0.01
# A greeting has fewer known clues than this.
_A_STORY = 4
# Where neither word nor topic of ours stands, so few clues prove nothing: the
# characters of the name of a community told a kind for sure.
_A_LONG_STORY = 25
_PROVES_NOTHING = 0.5
# Half a character of a term, as logarithm of odds, where nothing was learned.
_WORTH = 2.5
_LONGEST = 6
_HALF = 0.5
_SILENT = {HYPERBOLE, *Danger}
_COMMANDS = "meta."


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One kind that a story may be of, with its probability *p* in (0, 1]."""

    code: str
    group: str
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """A text in its plain form, with its terms that name kinds and its topics."""

    plain: str
    hits: tuple[Hit, ...]
    topics: set[str]

    def clues(self) -> set[str]:
        """Return what the story tells, as it was learned."""
        return learned.clues(self.plain, self._names())

    def tells(self, lexicon: Lexicon) -> bool:
        """Return whether there is anything to guess from."""
        return self.is_named or self._known(lexicon) >= _A_STORY

    def weight(self, lexicon: Lexicon) -> float:
        """Return by what the p of its guesses are to be lowered."""
        enough = self.is_named or self._known(lexicon) >= _A_LONG_STORY
        return 1.0 if enough else _PROVES_NOTHING

    @property
    def is_named(self) -> bool:
        """Whether a word or a topic of ours stands in it."""
        return bool(self.hits or self.topics)

    def _known(self, lexicon: Lexicon) -> int:
        return len(self.clues() & lexicon.learned.clues.keys())

    def _names(self) -> Iterator[str]:
        """Yield what is named, marked so that no name is taken for another."""
        yield from (f"@{topic}" for topic in self.topics)
        for hit in self.hits:
            yield f"#{hit.term.category}"
            yield f"%{hit.term.concept}"


def guesses(text: str, lexicon: Lexicon, categories: Categories) -> tuple[Guess, ...]:
    """Return the kinds that *text* may be of, best first: three to eight, or none.

    Groups that have kinds of their own are never guessed. A story that names
    an official has `lead.umbrella` among its guesses.
    """
    story = _read(text, lexicon)
    if not story.tells(lexicon):
        return ()
    weight = story.weight(lexicon)
    logits = _logits(story, lexicon, categories)
    shares = {code: share * weight for code, share in _shares(logits).items()}
    if officials.named(story.plain, lexicon, story.hits, story.topics):
        shares = _with_umbrella(shares)
    found = sorted(
        (
            Guess(code=row.code, group=row.group, p=shares[row.code])
            for row in categories.rows
            if row.code in shares
        ),
        key=lambda guess: -guess.p,
    )
    likely = [guess for guess in found if guess.p >= _LEAST]
    return tuple(found[: max(_FEWEST, min(len(likely), _MOST))])


def sure(found: tuple[Guess, ...]) -> str | None:
    """Return the kind that need not be asked for, None when it must be.

    Where guesses of one group are torn, that is the group. A story that may be
    about officials is asked for, unless it surely is.
    """
    if not found:
        return None
    best = found[0]
    if best.code != UMBRELLA and _umbrella(found) >= _WATCHED:
        return None
    if best.p >= _SURE:
        return best.code
    in_group = sum(guess.p for guess in found if guess.group == best.group)
    return best.group if in_group >= _SURE_OF_GROUP else None


def names_official(text: str, lexicon: Lexicon, categories: Categories) -> bool:
    """Return whether *text* may accuse an official, whatever else it is about.

    Cautious towards yes: a question too many costs little, a report that
    reaches the accused may cost its writer dear.
    """
    return _umbrella(guesses(text, lexicon, categories)) >= _ACCUSING


def _umbrella(found: tuple[Guess, ...]) -> float:
    """Return the probability that it is about officials who shield gangs."""
    return sum(guess.p for guess in found if guess.code == UMBRELLA)


def clues(text: str, lexicon: Lexicon) -> set[str]:
    """Return the clues of *text*, from which the weights are learned."""
    return _read(text, lexicon).clues()


def _read(text: str, lexicon: Lexicon) -> _Story:
    plain = words.plain(text)
    hits = tuple(_telling(lexicon.hits_in(plain)))
    return _Story(plain=plain, hits=hits, topics=lexicon.topics.named(plain))


def _telling(hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Yield the terms that name kinds and are not part of a longer term.

    Words of danger are answered before any question, commands are no story.
    """
    outer = set(outermost([hit.span for hit in hits]))
    for hit in hits:
        category = hit.term.category
        silent = category in _SILENT or category.startswith(_COMMANDS)
        if hit.span in outer and not silent:
            yield hit


def _logits(story: _Story, lexicon: Lexicon, categories: Categories) -> dict[str, float]:
    """Return what speaks for each kind of *categories*, as logarithms of odds."""
    logits = lexicon.learned.logits(story.clues())
    middle = sum(logits.values()) / len(logits) if logits else 0.0
    new = _words_of_new_kinds(story.hits, lexicon, categories)
    logits |= {code: middle + _WORTH * weight for code, weight in new.items()}
    return {row.code: logits[row.code] for row in categories.rows if row.code in logits}


def _words_of_new_kinds(
    hits: tuple[Hit, ...], lexicon: Lexicon, categories: Categories
) -> dict[str, float]:
    """Return the weight of the terms of each kind that nothing was learned about."""
    scores: defaultdict[str, float] = defaultdict(float)
    for phrase, term in dict.fromkeys((hit.span.phrase, hit.term) for hit in hits):
        category = categories.of_word(term.category)
        if category and category.code not in lexicon.learned.kinds and _leaf(category, categories):
            scores[category.code] += _weight(phrase, term)
    return scores


def _leaf(category: Category, categories: Categories) -> bool:
    return not category.is_group or not categories.in_group(category.code)


def _weight(phrase: str, term: Term) -> float:
    """Return half a character of Chinese, one for a word in Latin letters.

    A long phrase is rarely there by chance; weak terms stand in all kinds of
    stories.
    """
    halves = 2 * len(phrase.split()) if phrase.isascii() else len(phrase)
    return min(halves, _LONGEST) * (_HALF if term.weak else 1.0)


def _shares(logits: dict[str, float]) -> dict[str, float]:
    """Return probabilities that sum to 1."""
    highest = max(logits.values(), default=0.0)
    odds = {code: math.exp(logit - highest) for code, logit in logits.items()}
    total = sum(odds.values())
    return {code: odd / total for code, odd in odds.items()}


def _with_umbrella(shares: dict[str, float]) -> dict[str, float]:
    """Return *shares* with enough for a story that names an official."""
    known = shares.get(UMBRELLA, 1.0)
    if known >= _ACCUSING:
        return shares
    less = (1 - _ACCUSING) / (1 - known)
    return {code: share * less for code, share in shares.items()} | {UMBRELLA: _ACCUSING}

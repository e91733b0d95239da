"""What a story is about, guessed from its words.

Each term counts once, by its length: a long phrase is rarely there by chance.
Weak terms and words of danger count half, since they stand in all kinds of
stories. A term inside a longer one says nothing of its own (`停车费` in
`收停车费的黑保安`). Words that only name a group speak for the best of its
sub-categories. A guess has its share of all weight as p, where a constant keeps
a single short word from looking sure. The p are shares, not yet calibrated.
"""

from collections import defaultdict
from dataclasses import dataclass

from triage.categories import Categories
from triage.danger import Danger
from triage.lexicon import Hit, Lexicon, Term
from triage.phrases import outermost

_SURE = 0.6
_STANDS_OUT = 1.5
_DOUBT = 0.5
_HALF = 0.5
_LONGEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One kind that a story may be of, with its share *p* in (0, 1]."""

    code: str
    group: str
    p: float


def guesses(text: str, lexicon: Lexicon, categories: Categories) -> tuple[Guess, ...]:
    """Return the kinds that the words of *text* speak for, best first."""
    scores = _scores(lexicon.hits(text), categories)
    for group in categories.groups():
        _give_to_best(group.code, scores, [row.code for row in categories.in_group(group.code)])
    total = sum(scores.values()) + _DOUBT
    found = [
        Guess(code=row.code, group=row.group, p=scores[row.code] / total)
        for row in categories.rows
        if row.code in scores
    ]
    return tuple(sorted(found, key=lambda guess: -guess.p))


def sure(found: tuple[Guess, ...]) -> str | None:
    """Return the kind that need not be asked for, None when it must be.

    That is the best guess with at least 0.6 and well before the next; where
    guesses of one group are torn, the group.
    """
    if not found:
        return None
    best = found[0]
    next_p = found[1].p if len(found) > 1 else 0.0
    if best.p >= _SURE and best.p >= _STANDS_OUT * next_p:
        return best.code
    in_group = sum(guess.p for guess in found if guess.group == best.group)
    return best.group if in_group >= _SURE else None


def _scores(hits: tuple[Hit, ...], categories: Categories) -> dict[str, float]:
    """Return the weight of all different terms, by code."""
    outer = set(outermost([hit.span for hit in hits]))
    scores: defaultdict[str, float] = defaultdict(float)
    for phrase, term in dict.fromkeys(
        (hit.span.phrase, hit.term) for hit in hits if hit.span in outer
    ):
        category = categories.of_word(term.category)
        if category is not None:
            scores[category.code] += _weight(phrase, term)
    return dict(scores)


def _weight(phrase: str, term: Term) -> float:
    """Return half a character of Chinese, one for a word in Latin letters."""
    halves = 2 * len(phrase.split()) if phrase.isascii() else len(phrase)
    less = _HALF if term.weak or term.category in set(Danger) else 1.0
    return min(halves, _LONGEST) / 2 * less


def _give_to_best(group: str, scores: dict[str, float], codes: list[str]) -> None:
    """Move the weight of *group* to its best sub-category that has any."""
    some = [code for code in codes if code in scores]
    if group in scores and some:
        best = max(some, key=lambda code: scores[code])
        scores[best] += scores.pop(group)

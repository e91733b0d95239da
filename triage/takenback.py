"""Which danger a text names that is not there now: over, denied, or only feared."""

from triage import danger, words
from triage.danger import Danger
from triage.lexicon import HYPERBOLE, Lexicon
from triage.phrases import outermost
from triage.signs import DENIED

_TAKEN_BACK = frozenset({"past", "over", "feared", DENIED})
# Nobody was ever in danger in a film.
_NEVER_WAS = frozenset({"play", "joke"})
_TOLD = {HYPERBOLE, *Danger}


def trigger(text: str, lexicon: Lexicon) -> Danger | None:
    """Return the most urgent danger that *text* takes back, None if it takes none back.

    For texts that speak of no danger now (`danger.trigger`); nothing is done about it.
    """
    plain = words.plain(text)
    told = {sign.name for sign in lexicon.signs.found(plain)}
    if told.isdisjoint(_TAKEN_BACK) or not told.isdisjoint(_NEVER_WAS):
        return None
    named = danger.named(text, lexicon) | _by_word(plain, lexicon)
    return next((one for one in Danger if one in named), None)


def _by_word(plain: str, lexicon: Lexicon) -> set[Danger]:
    """Return the dangers whose words stand in *plain*, whatever stands before them."""
    hits = [hit for hit in lexicon.hits_in(plain) if hit.term.category in _TOLD]
    outer = set(outermost([hit.span for hit in hits]))
    return {
        Danger(hit.term.category)
        for hit in hits
        if hit.span in outer and hit.term.category != HYPERBOLE and not hit.term.weak
    }

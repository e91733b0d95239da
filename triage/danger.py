"""Danger that must be answered before any question.

Lists of words decide, weighed by what was learned from messages of known danger:
never a model alone, and never a word alone that is denied, feared or a figure of
speech. They err on the side of danger: a false alarm costs a resident one
message, a missed one may cost a life.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from triage import negation, signs, words
from triage.languages import Language
from triage.learned import NOTHING
from triage.lexicon import Lexicon
from triage.phrases import outermost
from triage.signs import HARMLESS, Sign


class Danger(StrEnum):
    """What is going on, the most urgent first; the codes of the lexicon."""

    SUICIDE = "danger.suicide"
    SUICIDE_OTHER = "danger.suicide_other"
    CHILD = "danger.child"
    WEAPON = "danger.weapon"
    TRAPPED = "danger.trapped"
    ASSAULT = "danger.assault"
    FIRE = "danger.fire"
    GAS = "danger.gas"
    DV = "danger.dv"
    REPRISAL = "danger.reprisal"
    FRAUD = "danger.fraud"


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerText:
    """What is said at one danger, and what the house does about it.

    *rank* is 1 for the most urgent. With *alert* the duty chat is told at once,
    without a word of the report. *category* is the kind under which a report is
    filed that was sent before anybody was asked for its kind.
    """

    trigger: Danger
    rank: int
    alert: bool
    category: str
    words: Mapping[Language, str]


_NO_DANGER = "none"
# Plain strings are looked up much faster than members.
_NAMES = frozenset(danger.value for danger in Danger)
_MAY_BE_FEARED = frozenset({"danger.fire", "danger.gas", "danger.reprisal"})
# Where a word names a danger, odds (as logarithm) may be this much lower.
_NAMED = 1.5
# In so few bytes, about ten Chinese characters, without such a word odds must be so
# much higher: an answer to a question is short and says little.
_SHORT = 30
_DOUBT = 2.5
# A danger that a word names counts beside a likelier one if it is so near to it.
_AS_LIKELY = 5.0
# A cry for help: a word that names a danger is this share of all that is said.
_CRY = 0.25
# These say how a thing is told and not what.
_HOW = frozenset({"past", "over", "play", "joke", "feared", "asks", "now", "live", HARMLESS})
# In fewer characters than this only a word that names a danger counts.
_FEW = 5
_NOTHING_SAID = " ,.!?;。，、！？；…~"
_NO_CRY = frozenset({"play", "joke", "past"})
# Longer texts are judged in parts of this many characters: what was learned comes
# from short messages, and one sentence of danger must not drown in a long story.
_PART = 160
_SENTENCE = re.compile(r"[^。！？!?；;\n.]*[。！？!?；;\n.]*")
_CLAUSE = re.compile(r"[^，,。！？!?；;\n.]+[，,。！？!?；;\n.]*")
_CLAUSES = 3


def trigger(text: str, lexicon: Lexicon) -> Danger | None:
    """Return the most urgent danger that *text* speaks of, None if none."""
    return next(iter(triggers(text, lexicon)), None)


def triggers(text: str, lexicon: Lexicon) -> tuple[Danger, ...]:
    """Return every danger that *text* speaks of, the most urgent first.

    A danger is there where the clues of a part of the text speak for it, words,
    signs and how it is told together; where a word names it, less is needed. A
    word inside a figure of speech ("吵死了") or a longer harmless word (被打扰,
    "fire exit") does not count, nor does one that is denied or only feared.
    """
    plain = _plain(text, lexicon)
    meant: set[Danger] = set()
    for part in _parts(plain):
        heard = _told(part, lexicon.signs.found(part), lexicon)
        meant |= heard or _told_by_a_piece(part, lexicon)
    return tuple(danger for danger in Danger if danger in meant)


def clues(text: str, lexicon: Lexicon) -> set[str]:
    """Return the clues of *text*, from which the weights are learned."""
    plain = _plain(text, lexicon)
    return _clues(plain, lexicon.signs.found(plain))


def named(text: str, lexicon: Lexicon) -> set[Danger]:
    """Return the dangers that a word of *text* names by itself."""
    plain = _plain(text, lexicon)
    return _named(plain, lexicon.signs.found(plain))


def _plain(text: str, lexicon: Lexicon) -> str:
    return lexicon.spelling.mended(words.plain(text))


def _told(plain: str, found: Sequence[Sign], lexicon: Lexicon) -> set[Danger]:
    """Return the dangers that one part of a text speaks of, in which signs were *found*."""
    dangers = _named(plain, found)
    names = {sign.name for sign in found}
    if names <= _HOW or (len(plain.strip(_NOTHING_SAID)) < _FEW and not dangers):
        # Spelling alone decides nothing: the name of a place is no danger.
        return set()
    cries = _is_cry(plain, found) and names.isdisjoint(_NO_CRY)
    if lexicon.alarms is NOTHING or (cries and not dangers):
        return dangers
    weighed = _weighed(plain, found, dangers, lexicon)
    return (weighed & dangers or dangers) if cries else weighed


def _is_cry(plain: str, found: Sequence[Sign]) -> bool:
    """Return whether *plain* says hardly anything but that there is danger."""
    said = len(plain.strip(_NOTHING_SAID))
    spans = [sign.span for sign in found if sign.name in _NAMES]
    return any(span.end - span.start >= _CRY * said for span in spans)


def _weighed(
    plain: str, found: Sequence[Sign], dangers: set[Danger], lexicon: Lexicon
) -> set[Danger]:
    """Return the dangers that the clues of *plain* speak for; words name *dangers*.

    Whether there is one was learned apart from which one it is.
    """
    logits = lexicon.alarms.logits(_clues(plain, found))
    least = _NAMED if dangers else -_DOUBT if len(plain.encode()) < _SHORT else 0.0
    if logits.pop(_NO_DANGER) > least:
        return set()
    likeliest = max(logits.values())
    return {
        Danger(name)
        for name, logit in logits.items()
        if logit == likeliest or (name in dangers and logit > likeliest - _AS_LIKELY)
    }


def _told_by_a_piece(plain: str, lexicon: Lexicon) -> set[Danger]:
    """Return the dangers of the pieces of *plain* that name one by a word.

    Whoever tells a long story may say at its end, after a comma, that it burns now.
    """
    heard: set[Danger] = set()
    for piece in _pieces(plain):
        found = lexicon.signs.found(piece)
        if _named(piece, found):
            heard |= _told(piece, found, lexicon)
    return heard


def _clues(plain: str, found: Sequence[Sign]) -> set[str]:
    return signs.clues(plain, [sign for sign in found if sign.name not in _NAMES])


def _named(plain: str, found: Sequence[Sign]) -> set[Danger]:
    """Return the dangers named by signs that stand in no longer one and are not feared."""
    telling = [sign for sign in found if sign.name in _NAMES]
    outer = set(outermost([sign.span for sign in telling]))
    return {
        Danger(sign.name)
        for sign in telling
        if sign.span in outer
        and not (sign.name in _MAY_BE_FEARED and negation.feared(plain, sign.span.start))
    }


def _pieces(plain: str) -> list[str]:
    """Return the sentences of *plain*, and every few clauses that follow one another."""
    sentences, clauses = _sentences(plain), _CLAUSE.findall(plain)
    together = ["".join(clauses[at : at + _CLAUSES]) for at in range(len(clauses) - _CLAUSES + 1)]
    return [piece for piece in dict.fromkeys([*sentences, *together]) if piece != plain]


def _sentences(plain: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(plain) if sentence]


def _parts(plain: str) -> Iterator[str]:
    """Yield *plain* in parts of whole sentences, where they are not too long."""
    part = ""
    for sentence in _sentences(plain) if len(plain) > _PART else [plain]:
        if part and len(part) + len(sentence) > _PART:
            yield part
            part = ""
        part += sentence
        while len(part) > 2 * _PART:
            yield part[:_PART]
            part = part[_PART:]
    yield part

"""The names of places in Latin letters in a text, in syllables or misspelt."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from triage import endings, sounds
from triage.endings import Ending
from triage.gazetteer import Gazetteer
from triage.mentions import Mention
from triage.misspellings import LIKE_SOUND, SAME_SOUND, Likeness
from triage.placenames import Level, Meaning

# Syllables of the longest name written apart, and letters of the longest.
_MOST_TOKENS = 6
_MOST_LETTERS = 24
# Words that are looked at in one text.
_MOST_WORDS = 500
# Letters of a name in syllables that is no accident: liang an tian.
_LONG = 10
_WORD = re.compile(r"[a-z]+")
# Between the syllables of one name: a space, a hyphen, the number of a tone.
_GAP = re.compile(r"(?:[1-5]? ?'? ?|[1-5]?-)")
_NEAR = {Level.SUBDISTRICT, Level.SPOT, Level.STATION, Level.UNCLEAR}
_PREPOSITION = re.compile(
    r"(?:\b(?:in|at|near|to|from|of|live|zai|dao|lai|qu|zhu) |[在喺到去住] ?)$"
)
_LINK = re.compile(r",? ?")
_BEGINS = re.compile(r"(?:^|[.;:(,!。、] ?)$")
_ENDS = re.compile(r"$| ?[.;:),!。、-]| ?[一-鿿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Letters that may be a name, written *apart* in syllables or not."""

    start: int
    end: int
    letters: str
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A name that a piece may mean."""

    piece: _Piece
    likeness: Likeness
    mention: Mention


def in_latin(plain: str, exact: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Return the names in *plain* that are not spelt as in the gazetteer.

    Two syllables apart, or letters that are only alike, may be everyday words
    (xin sheng, "longing"). They count where a word after or before them says so,
    or where the sub-district stands in the text.
    """
    text = sounds.toneless(plain)
    read = [one for piece in _pieces(text) for one in _read(text, piece, gazetteer)]
    judged = [(one, one.mention.firm or _stands_alone(text, one)) for one in read]
    sure = [one for one, good in judged if good]
    rest = [one for one, good in judged if not good]
    named = [*exact, *(one.mention for one in sure)]
    near = {code for one in named if one.meaning.level in _NEAR for code in one.meaning.codes}
    wide = {one.start for one in exact if one.meaning.level is Level.UNCLEAR}
    sure += [
        one
        for one in rest
        if _is_in(one.mention.meaning, near, gazetteer) or _is_before(text, one, wide)
    ]
    return [one.mention for one in sure]


def _is_before(text: str, reading: _Reading, wide: Collection[int]) -> bool:
    """Return whether the name of the whole district follows: Xinsheng, Longgang."""
    link = _LINK.match(text, reading.piece.end)
    is_community = reading.mention.meaning.level is Level.COMMUNITY
    return is_community and link is not None and link.end() in wide


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield each run of one to six words that may be one name."""
    tokens = [match.span() for match in _WORD.finditer(text)]
    for first, (start, _) in enumerate(tokens[:_MOST_WORDS]):
        letters = ""
        for last in range(first, min(first + _MOST_TOKENS, len(tokens))):
            begin, end = tokens[last]
            if last > first and not _GAP.fullmatch(text, tokens[last - 1][1], begin):
                break
            letters += text[begin:end]
            if len(letters) > _MOST_LETTERS:
                break
            yield _Piece(start=start, end=end, letters=letters, apart=" " in text[start:end])


def _read(text: str, piece: _Piece, gazetteer: Gazetteer) -> Iterator[_Reading]:
    """Yield the names that *piece* may mean, firm where a word after it says so."""
    spellings = gazetteer.names.misspellings
    likely, split = spellings.of_letters(piece.letters), endings.glued(piece.letters)
    if split and not (likely and likely[0].closeness == 1.0):
        stems = spellings.of_letters(split[0])
        likely, split = (stems, split) if stems else (likely, None)
    else:
        split = None
    if not likely:
        return
    after = endings.after(text, piece.end, latin=True)
    ending = split[1] if split else after.ending
    for likeness in likely:
        meaning = gazetteer.names.meaning(likeness.name, ending.tries)
        if meaning is None or ending is Ending.ROAD:
            continue
        mention = Mention(
            start=piece.start,
            end=piece.end,
            reach=after.end,
            meaning=meaning,
            closeness=min(likeness.closeness, SAME_SOUND),
            firm=ending not in {Ending.NONE, Ending.PART, Ending.BUILDING},
            full=ending is Ending.COMMUNITY,
        )
        yield _Reading(piece=piece, likeness=likeness, mention=mention)


def _stands_alone(text: str, reading: _Reading) -> bool:
    """Return whether the text around a name says that it is a place."""
    piece, likeness = reading.piece, reading.likeness
    same, doubtful = likeness.closeness == 1.0, reading.mention.meaning.doubtful
    if same and not doubtful and (not piece.apart or len(piece.letters) >= _LONG):
        return True
    if likeness.closeness < LIKE_SOUND:
        return False
    if _PREPOSITION.search(text, max(0, piece.start - 8), piece.start):
        return True
    begins = _BEGINS.search(text, max(0, piece.start - 3), piece.start)
    ends = _ENDS.match(text, piece.end) or (same and piece.apart)
    return bool(begins and ends and not doubtful)


def _is_in(meaning: Meaning, towns: Collection[str], gazetteer: Gazetteer) -> bool:
    """Return whether it is a community in one of the sub-districts that are named."""
    return meaning.level is Level.COMMUNITY and gazetteer.lies_in(meaning.codes, towns)

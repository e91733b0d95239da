"""What to think twice about before a sentence goes out to a reporter.

Links, numbers and names of staff lead away from this chat or to a person; a
promise may be broken; who they are is nobody's to ask, and to find out more can be
dangerous. Each is a warning to the officer who writes, never a block: an officer
may have reasons that no rule knows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from triage import accounts, phones, staffnames, words
from triage.marks import IdentifierKind

GAP = "…"
"""In a term: a few characters of the same clause."""
DENIED, CALM = "denied", "calm"

# Words of one sense lie closer together in Chinese than in English.
_NEAR, _FAR = 8, 24
_CLAUSE = re.compile(r"(?:[^,;:。!?.]|\.(?=\S))+[,;:。!?.]?")
_ASKS = re.compile(r"(?:\?|[吗呢么嘛咩]\W?)$|会不会|是不是|有没有|是否|可会|会唔会|有冇|系咪")
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]{0,19}://[^\s一-鿿]+|(?<![a-z0-9])www\.[a-z0-9.-]+"
    r"|(?<![a-z0-9._+-])[a-z0-9._+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
    r"|(?<![a-z0-9._])@[a-z][a-z0-9_]{2,31}"
)
# A receipt in its groups of four, or any long number that is no day such as 20260801.
_NUMBER = re.compile(
    r"(?<!\d)(?:\d{4}(?: \d{4}){2,}|(?!(?:19|20)\d\d[01]\d[0-3]\d(?!\d))\d{7,})(?!\d)"
)
_NUMBERS = {IdentifierKind.WECHAT, IdentifierKind.QQ}


class ConcernKind(StrEnum):
    """Why an officer is asked to look again; each is the key of its text."""

    LINK = "outgoing.link"
    NUMBER = "outgoing.number"
    NAME = "outgoing.name"
    PROMISE = "outgoing.promise"
    IDENTITY = "outgoing.identity"
    RISK = "outgoing.risk"


WORDED = (ConcernKind.PROMISE, ConcernKind.IDENTITY, ConcernKind.RISK)
"""Those whose words are data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One reason to look again, and the words that gave it, in plain form."""

    kind: ConcernKind
    found: str = field(repr=False)

    @property
    def text_key(self) -> str:
        """Return the key of what the officer reads."""
        return self.kind.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """The words of data/outgoing.csv, ready to be looked for."""

    concerns: Mapping[ConcernKind, re.Pattern[str]]
    denied: re.Pattern[str]
    calm: re.Pattern[str]

    @classmethod
    def of(cls, terms: Mapping[str, Iterable[str]]) -> Self:
        """Return the index of *terms* by concern, `promise` for `outgoing.promise`."""
        return cls(
            concerns={kind: _any_of(terms.get(name_of(kind), ())) for kind in WORDED},
            denied=_any_of(terms.get(DENIED, ())),
            calm=_any_of(terms.get(CALM, ())),
        )


def name_of(kind: ConcernKind) -> str:
    """Return how data/outgoing.csv calls *kind*."""
    return kind.value.removeprefix("outgoing.")


def concerns(text: str, wordings: Wordings) -> tuple[Concern, ...]:
    """Return what an officer should look at again in *text*, kind by kind.

    A promise inside a question is none ("do the police come often?"), nor is
    anything that the same clause denies ("please do not send an ID card").
    """
    found = [
        Concern(kind=kind, found=words_found)
        for line in text.splitlines()
        for kind, words_found in _in_line(line, wordings)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: list(ConcernKind).index(one.kind)))


def _in_line(line: str, wordings: Wordings) -> Iterator[tuple[ConcernKind, str]]:
    plain = words.plain(line)
    yield from _contacts(plain)
    for name in staffnames.scan(line):
        yield ConcernKind.NAME, name
    for clause in _CLAUSE.findall(wordings.calm.sub(",", _form(plain))):
        for kind, pattern in wordings.concerns.items():
            if kind is ConcernKind.PROMISE and _ASKS.search(clause.strip()):
                continue
            hit = pattern.search(clause)
            if hit and not wordings.denied.search(clause, 0, hit.end()):
                yield kind, hit[0]


def _contacts(plain: str) -> Iterator[tuple[ConcernKind, str]]:
    """Yield links and numbers; the short ones for emergencies are none."""
    for hit in _LINK.finditer(plain):
        yield ConcernKind.LINK, hit[0]
    for account in accounts.scan(_LINK.sub(" ", plain)):
        if account.kind is IdentifierKind.URL:
            yield ConcernKind.LINK, account.value
        elif account.kind in _NUMBERS:
            yield ConcernKind.NUMBER, account.value
    numbers = [plain[one.start : one.end] for one in phones.scan(plain)]
    yield from ((ConcernKind.NUMBER, number) for number in numbers)
    for hit in _NUMBER.finditer(plain):
        if not any(hit[0] in number for number in numbers):
            yield ConcernKind.NUMBER, hit[0]


def _any_of(terms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of *terms*; for none, one that is found nowhere."""
    return re.compile("|".join(map(_pattern, terms)) or r"(?!)")


def _pattern(term: str) -> str:
    parts = _form(words.plain(term.replace(GAP, "|"))).split("|")
    gap = _FAR if term.isascii() or parts[0].isascii() else _NEAR
    return f".{{0,{gap}}}?".join(map(_whole, parts))


def _whole(part: str) -> str:
    """Return a pattern for *part*, for whole words only where it is in Latin letters."""
    escaped = re.escape(part)
    return rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if part.isascii() else escaped


def _form(plain: str) -> str:
    """Return *plain* with one word for "you", polite or not."""
    return plain.replace("你", "您")

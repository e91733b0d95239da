"""The kinds of matters: a tree of two levels, kept as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from triage.languages import Language


class CaseKind(StrEnum):
    """What a report becomes: each kind goes its own way through the house."""

    LEAD = "lead"
    DISPUTE = "dispute"
    CARE = "care"
    JOIN = "join"


class Severity(StrEnum):
    """How much harm, how soon: S0 danger now, down to S3 minor."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"


class Fact(StrEnum):
    """What may be read out of a story, so that it need not be asked for."""

    WHEN = "when"
    PLACE = "place"
    PLATE = "plate"
    PHONE = "phone"
    AMOUNT = "amount"
    PEOPLE = "people"
    SHOP = "shop"
    NICKNAME = "nickname"
    BUILDING = "building"
    FLOOR = "floor"
    # Said with a button, after danger was answered.
    SAFE = "safe"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """A question that only one kind of matter asks.

    *key* is the code of the kind, a dot and a number, `gas.storage.2`: answers
    are kept under it, so it never means another question. The question is
    unnecessary once all of *known_by* are known; it is always asked if that is
    empty.
    """

    key: str
    texts: Mapping[Language, str]
    known_by: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One kind of matter; a group is the category that names itself as group.

    *severity* is the usual one. *lexicon* names categories of the lexicon
    whose words mean this one, besides those under its own code. *questions* are
    asked in their order; a group that has sub-categories has none.
    """

    code: str
    group: str
    kind: CaseKind
    severity: Severity
    names: Mapping[Language, str]
    lexicon: tuple[str, ...] = ()
    questions: tuple[OwnQuestion, ...] = ()

    @property
    def is_group(self) -> bool:
        """Return whether this is a first choice, fit for an unknown sub-category."""
        return self.code == self.group


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """All categories, in the order in which people are shown them."""

    rows: tuple[Category, ...]
    by_code: Mapping[str, Category]
    by_word: Mapping[str, Category]

    @classmethod
    def of(cls, rows: Iterable[Category]) -> Self:
        """Return the tree of *rows*; a category's own words may name another."""
        rows = tuple(rows)
        by_code = {row.code: row for row in rows}
        named = {word: row for row in rows for word in row.lexicon}
        return cls(rows=rows, by_code=by_code, by_word=by_code | named)

    def category(self, code: str) -> Category | None:
        """Return the category, None if the data no longer has it."""
        return self.by_code.get(code)

    def groups(self) -> tuple[Category, ...]:
        """Return the first choices."""
        return tuple(row for row in self.rows if row.is_group)

    def in_group(self, group: str) -> tuple[Category, ...]:
        """Return the sub-categories of *group*, the group itself left out."""
        return tuple(row for row in self.rows if row.group == group and not row.is_group)

    def of_word(self, category: str) -> Category | None:
        """Return what words of the lexicon's *category* mean.

        None means words that name no kind of matter: commands, figures of
        speech.
        """
        return self.by_word.get(category)

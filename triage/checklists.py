"""What must be ticked before a lead of a kind counts as verified.

The three questions of practice (is it enough, is it likely, whose is it) stand in
every list, and each kind adds its own. The lists are data/checklists.csv.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from triage.categories import OTHER
from triage.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to be ticked; ticks are kept under *code*, which never means another."""

    code: str
    names: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklists:
    """The list of each kind of lead, by the code of its category."""

    by_category: Mapping[str, tuple[Item, ...]]

    def items_for(self, category: str) -> tuple[Item, ...]:
        """Return what is to be ticked for a lead of *category*, in order.

        A kind that the data no longer has, or that is none of leads, is asked what
        is asked of the kind `other`: no lead is verified without a list.
        """
        return self.by_category.get(category) or self.by_category.get(OTHER, ())


def missing(items: Collection[Item], ticked: Collection[str]) -> tuple[Item, ...]:
    """Return those of *items* whose codes are not among the *ticked* ones, in order."""
    return tuple(item for item in items if item.code not in ticked)


def is_complete(items: Collection[Item], ticked: Collection[str]) -> bool:
    """Return whether all *items* are ticked; a list of nothing is never complete."""
    return bool(items) and not missing(items, ticked)

"""What has to be done before a lead counts as verified, by its kind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from triage.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to be done; *kinds* are the codes of the categories that ask for it."""

    code: str
    kinds: frozenset[str]
    names: Mapping[Language, str]


def items_for(items: Sequence[Item], category: str) -> tuple[Item, ...]:
    """Return what a lead of *category* asks for, in the order of the file."""
    return tuple(item for item in items if category in item.kinds)


def is_complete(items: Collection[Item], ticked: Collection[str]) -> bool:
    """Return whether all of *items* were done; a list without items is never complete.

    A kind for which nobody wrote a list must not become verified by that.
    """
    return bool(items) and all(item.code in ticked for item in items)

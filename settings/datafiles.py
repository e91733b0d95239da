"""The folder data/ as frozen values, with every mistake in it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from settings import (
    checkfiles,
    dangerfiles,
    festivalfiles,
    holidayfiles,
    kindfiles,
    matchfiles,
    outgoingfiles,
    placefiles,
    replyfiles,
    routefiles,
    wordfiles,
)
from settings.matchfiles import Matching
from settings.mistakes import Mistake, Mistakes
from triage.asides import Asides
from triage.categories import Categories
from triage.checklists import Checklists
from triage.danger import Danger, DangerText
from triage.festivals import Festivals
from triage.gazetteer import Gazetteer
from triage.holidays import SpecialDays
from triage.lexicon import Lexicon
from triage.outgoing import Wordings
from triage.replies import Reply
from triage.routes import RoutingTable


class DataMistakes(Mistakes):
    """What is wrong with the files of data/."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictData:
    """All that the house knows about its district from data/."""

    lexicon: Lexicon
    categories: Categories
    gazetteer: Gazetteer
    dangers: Mapping[Danger, DangerText]
    festivals: Festivals
    special_days: SpecialDays
    asides: Asides
    matching: Matching
    routing: RoutingTable
    checklists: Checklists
    outgoing: Wordings
    replies: tuple[Reply, ...]


def load_data(folder: Path, own_routing: Path | None = None) -> DistrictData:
    """Return what the files in *folder* say, with the district's *own_routing* if it has one.

    Raises:
        DataMistakes: If anything in them is wrong; names all of it.
    """
    mistakes: list[Mistake] = []
    categories = kindfiles.categories(folder, mistakes)
    lexicon = wordfiles.lexicon(folder, categories, mistakes)
    gazetteer = placefiles.gazetteer(folder, mistakes)
    dangers = dangerfiles.dangers(folder, categories, mistakes)
    festivals = festivalfiles.festivals(folder, mistakes)
    special_days = holidayfiles.special_days(folder, mistakes)
    asides = wordfiles.asides(folder, mistakes)
    matching = matchfiles.matching(folder, mistakes)
    routing = routefiles.routing(folder, own_routing, categories, gazetteer, mistakes)
    checklists = checkfiles.checklists(folder, categories, mistakes)
    outgoing = outgoingfiles.wordings(folder, mistakes)
    replies = replyfiles.replies(folder, mistakes)
    if mistakes:
        raise DataMistakes(mistakes)
    return DistrictData(
        lexicon=lexicon,
        categories=categories,
        gazetteer=gazetteer,
        dangers=dangers,
        festivals=festivals,
        special_days=special_days,
        asides=asides,
        matching=matching,
        routing=routing,
        checklists=checklists,
        outgoing=outgoing,
        replies=replies,
    )

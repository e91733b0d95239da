"""Any number of different reports, each about fifty characters: a place, and what people wrote.

Pieces of the invented stories of data/training/ are put together by a seed, so
that words are as common and as rare as people make them, and no two reports are
quite alike.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

from settings.datafiles import DistrictData
from triage.languages import Language
from triage.matching import hints, normal
from triage.matching.reading import Hints, Reader, Source

_TRAINING = Path(__file__).parent.parent / "data" / "training"
_FILES = ("kinds.csv", "incidents.csv")
_CUT = re.compile(r"[，。！？；,.!?;\n]+")
_CHINESE = re.compile(r"[㐀-鿿]{4,}")
_CHARACTERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes the report of a number; the same number, the same report."""

    reader: Reader
    pieces: tuple[str, ...]
    places: tuple[tuple[str, str, str], ...]

    def source(self, number: int, at: datetime, length: int = _CHARACTERS) -> Source:
        """Return what report *number* is compared by."""
        random = Random(number)
        name, community, town = random.choice(self.places)
        text = f"{name}{random.randint(1, 60)}栋"
        concepts: set[str] = set()
        while len(text) < length:
            piece = random.choice(self.pieces)
            concepts |= _concepts(self, piece)
            text += f"，{piece}"
        body = normal.normal(text[:length])
        return Source(
            id="",
            time=at,
            title="",
            body=body,
            place="",
            category="",
            user="",
            hints=Hints(
                concepts=frozenset(concepts),
                communities=frozenset({community}),
                towns=frozenset({town}),
            ),
        )


def writer(data: DistrictData) -> Writer:
    """Return somebody who writes reports of the district that *data* knows."""
    places = tuple(
        (one.names[Language.ZH_HANS], one.code, one.subdistrict_code)
        for one in data.gazetteer.communities
    )
    return Writer(
        reader=hints.reader(data.lexicon, data.gazetteer),
        pieces=tuple(dict.fromkeys(_pieces())),
        places=places,
    )


def _pieces() -> Iterator[str]:
    for name in _FILES:
        with (_TRAINING / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from (one for one in _CUT.split(row["text"]) if _CHINESE.search(one))


@cache
def _concepts(by: Writer, piece: str) -> frozenset[str]:
    return by.reader(piece).concepts

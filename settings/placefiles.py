"""The gazetteer's files of data/ as one value."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.gazetteer import (
    STATION,
    Community,
    FormerCommunity,
    Gazetteer,
    Outside,
    Point,
    Spot,
    SubDistrict,
    Trap,
)
from triage.languages import Language
from triage.placenames import Level

_NAMES = "name_zh_hans name_zh_hant"
_ALL_NAMES = f"{_NAMES} name_en"


class _Trap(StrEnum):
    """What a phrase of place_traps.csv means."""

    NOTHING = "nothing"
    ASK = "ask"


_TRAPS = {_Trap.NOTHING: Level.NOTHING, _Trap.ASK: Level.UNCLEAR}
_SPOTS = {
    "places.csv": f"{_NAMES} kind subdistrict_code",
    "police_and_public_units.csv": f"{_ALL_NAMES} kind subdistrict_code",
}


def gazetteer(folder: Path, mistakes: list[Mistake]) -> Gazetteer:
    """Return the places in the files of *folder*; what is wrong goes to *mistakes*."""
    subdistricts = list(_subdistricts(folder, mistakes))
    towns = {town.code for town in subdistricts}
    communities = list(_communities(folder, towns, mistakes))
    villages = {village.code for village in communities}
    outside = list(_outside(folder, mistakes))
    columns = f"{_ALL_NAMES} subdistrict_code lat lon"
    stations = list(sheets.rows(folder / "metro_stations.csv", columns, mistakes))
    return Gazetteer.of(
        subdistricts=subdistricts,
        communities=communities,
        former=list(_former(folder, villages, mistakes)),
        spots=[
            *_spots(folder, towns, mistakes),
            *(_spot(row, STATION, towns) for row in stations),
        ],
        outside=list(outside),
        points=[
            *_points(stations, communities),
            *_points_outside(folder, {place.code for place in outside}, mistakes),
        ],
        traps=list(_traps(folder, mistakes)),
        lookalikes=list(_lookalikes(folder, mistakes)),
    )


def _subdistricts(folder: Path, mistakes: list[Mistake]) -> Iterator[SubDistrict]:
    columns = f"code {_ALL_NAMES} aliases split_from"
    rows = list(sheets.rows(folder / "subdistricts.csv", columns, mistakes))
    towns = {row["code"] for row in rows}
    codes: set[str] = set()
    for row in rows:
        yield SubDistrict(
            code=row.new("code", codes),
            names=row.names(),
            aliases=row.several("aliases"),
            split_from=_town(row, "split_from", towns) or None,
        )


def _communities(folder: Path, towns: set[str], mistakes: list[Mistake]) -> Iterator[Community]:
    columns = f"code subdistrict_code {_ALL_NAMES} aliases aliases_with_clue"
    codes: set[str] = set()
    for row in sheets.rows(folder / "communities.csv", columns, mistakes):
        row.needed("subdistrict_code")
        yield Community(
            code=row.new("code", codes),
            subdistrict_code=_town(row, "subdistrict_code", towns),
            names=row.names(),
            aliases=row.several("aliases"),
            doubtful=row.several("aliases_with_clue"),
        )


def _former(folder: Path, villages: set[str], mistakes: list[Mistake]) -> Iterator[FormerCommunity]:
    columns = f"code {_ALL_NAMES} aliases aliases_with_clue successors"
    codes: set[str] = set()
    for row in sheets.rows(folder / "communities_historic.csv", columns, mistakes):
        row.needed("successors")
        for successor in row.several("successors"):
            if successor not in villages:
                row.wrong("successors", f"names {successor}, which is not in communities.csv")
        yield FormerCommunity(
            code=row.new("code", codes),
            names=row.names(),
            aliases=row.several("aliases"),
            doubtful=row.several("aliases_with_clue"),
            successors=row.several("successors"),
        )


def _spots(folder: Path, towns: set[str], mistakes: list[Mistake]) -> Iterator[Spot]:
    for file, columns in _SPOTS.items():
        for row in sheets.rows(folder / file, columns, mistakes):
            yield _spot(row, row["kind"], towns)


def _spot(row: sheets.Row, kind: str, towns: set[str]) -> Spot:
    return Spot(
        names=_names(row),
        kind=kind,
        subdistrict_code=_town(row, "subdistrict_code", towns) or None,
    )


def _outside(folder: Path, mistakes: list[Mistake]) -> Iterator[Outside]:
    codes: set[str] = set()
    columns = f"code {_ALL_NAMES} aliases call emergency"
    for row in sheets.rows(folder / "outside.csv", columns, mistakes):
        yield Outside(
            code=row.new("code", codes),
            names=row.names(),
            aliases=row.several("aliases"),
            call=row.needed("call"),
            emergency=row.needed("emergency"),
        )


def _points(stations: Iterable[sheets.Row], communities: Iterable[Community]) -> Iterator[Point]:
    """Yield the stations of the district whose place is known."""
    bearers = {
        name: village.code for village in communities for name in village.aliases + village.doubtful
    }
    for row in stations:
        if row["lat"]:
            yield Point(
                names=row.names(),
                latitude=row.degrees("lat"),
                longitude=row.degrees("lon"),
                subdistrict=row["subdistrict_code"] or None,
                community=bearers.get(row["name_zh_hans"].removesuffix("站")),
            )


def _points_outside(folder: Path, known: set[str], mistakes: list[Mistake]) -> Iterator[Point]:
    """Yield the stations just beyond the border; *known* is empty if nothing is known."""
    columns = f"{_ALL_NAMES} outside_code lat lon"
    for row in sheets.rows(folder / "stations_outside.csv", columns, mistakes):
        if known and row["outside_code"] not in known:
            row.wrong("outside_code", f"names {row['outside_code']}, which is not in outside.csv")
        yield Point(
            names=row.names(),
            latitude=row.degrees("lat"),
            longitude=row.degrees("lon"),
            outside=row["outside_code"],
        )


def _traps(folder: Path, mistakes: list[Mistake]) -> Iterator[Trap]:
    for row in sheets.rows(folder / "place_traps.csv", "phrase means", mistakes):
        meaning = row.choice("means", _Trap)
        yield Trap(phrase=row.needed("phrase"), level=_TRAPS[meaning])


def _lookalikes(folder: Path, mistakes: list[Mistake]) -> Iterator[str]:
    for row in sheets.rows(folder / "lookalikes.csv", "characters", mistakes):
        yield row.needed("characters")


def _names(row: sheets.Row) -> dict[Language, str]:
    """Return the names of a spot; estates have no English one."""
    columns = {language: name for language, name in sheets.NAMES.items() if name in row.cells}
    return {language: row.needed(column) for language, column in columns.items()}


def _town(row: sheets.Row, column: str, towns: set[str]) -> str:
    """Return the sub-district in *column*, which may be empty but not unknown."""
    if row[column] and row[column] not in towns:
        row.wrong(column, f"names {row[column]}, which is not in subdistricts.csv")
    return row[column]

"""The gazetteer's files of data/ as one value."""

from collections.abc import Iterator
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.gazetteer import Community, FormerCommunity, Gazetteer, Outside, Spot, SubDistrict
from triage.languages import Language

_NAMES = "name_zh_hans name_zh_hant"
_ALL_NAMES = f"{_NAMES} name_en"
_SPOTS = {
    "places.csv": f"{_NAMES} kind subdistrict_code",
    "police_and_public_units.csv": f"{_ALL_NAMES} kind subdistrict_code",
    "metro_stations.csv": f"{_ALL_NAMES} subdistrict_code",
}
_STATION = "metro_station"


def gazetteer(folder: Path, mistakes: list[Mistake]) -> Gazetteer:
    """Return the places in the files of *folder*; what is wrong goes to *mistakes*."""
    subdistricts = list(_subdistricts(folder, mistakes))
    towns = {town.code for town in subdistricts}
    communities = list(_communities(folder, towns, mistakes))
    villages = {village.code for village in communities}
    return Gazetteer.of(
        subdistricts=subdistricts,
        communities=communities,
        former=list(_former(folder, villages, mistakes)),
        spots=list(_spots(folder, towns, mistakes)),
        outside=list(_outside(folder, mistakes)),
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
            yield Spot(
                names=_names(row),
                kind=row.cells.get("kind", _STATION),
                subdistrict_code=_town(row, "subdistrict_code", towns) or None,
            )


def _outside(folder: Path, mistakes: list[Mistake]) -> Iterator[Outside]:
    codes: set[str] = set()
    for row in sheets.rows(folder / "outside.csv", f"code {_ALL_NAMES} aliases", mistakes):
        yield Outside(
            code=row.new("code", codes), names=row.names(), aliases=row.several("aliases")
        )


def _names(row: sheets.Row) -> dict[Language, str]:
    """Return the names of a spot; estates have no English one."""
    columns = {language: name for language, name in sheets.NAMES.items() if name in row.cells}
    return {language: row.needed(column) for language, column in columns.items()}


def _town(row: sheets.Row, column: str, towns: set[str]) -> str:
    """Return the sub-district in *column*, which may be empty but not unknown."""
    if row[column] and row[column] not in towns:
        row.wrong(column, f"names {row[column]}, which is not in subdistricts.csv")
    return row[column]

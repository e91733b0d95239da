"""The names people know things by. What the data no longer has goes by its code."""

from casework import reading
from settings.datafiles import DistrictData
from triage.drafts import Draft
from triage.languages import Language


def kind(data: DistrictData, code: str | None, language: Language) -> str:
    """Return the name of a category."""
    category = data.categories.category(code or "")
    return category.names[language] if category else code or "—"


def subdistrict(data: DistrictData, code: str | None, language: Language) -> str:
    """Return the name of a sub-district."""
    found = data.gazetteer.subdistrict(code or "")
    return found.names[language] if found else code or "—"


def community(data: DistrictData, code: str, language: Language) -> str:
    """Return the name of a community."""
    found = data.gazetteer.community(code)
    return found.names[language] if found else code


def community_with_town(data: DistrictData, code: str, language: Language) -> str:
    """Return the name of a community with its sub-district, to tell namesakes apart."""
    found = data.gazetteer.community(code)
    town = subdistrict(data, found.subdistrict_code if found else None, language)
    return f"{community(data, code, language)} · {town}"


def territory(data: DistrictData, draft: Draft, language: Language) -> list[str]:
    """Return the names of where a draft happens, widest first; none if unknown."""
    names = []
    town = reading.subdistrict(draft, data)
    if town:
        names.append(subdistrict(data, town, language))
    if draft.community:
        names.append(community(data, draft.community, language))
    return names

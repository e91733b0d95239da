"""A case in words for officers: what, where, how urgent, who has it; nothing of its story."""

from datetime import datetime

from casework import names
from casework.cards import View
from casework.sayings import Params, Text
from casework.work import House
from locales import dates
from locales.catalogue import label
from triage.languages import Language
from triage.standing import LIVE


def card(house: House, view: View, language: Language, now: datetime) -> tuple[Text, ...]:
    """Return the lines of the card of a case."""
    case = view.case
    params: Params = {
        "reference": case.reference,
        "kind": names.kind(house.data, case.category, language),
        "place": place(house, view, language),
        "severity": case.severity,
        "desk": desk(house, case.desk, language),
        "since": moment(house, case.opened_at, language, now),
    }
    lines = [
        Text(key="desk.card.head", params=params),
        Text(key="desk.card.where", params=params, close=True),
        _state(view),
        *_voices(view),
        *_due(house, view, language, now),
    ]
    if case.repeat_of is not None:
        lines.append(Text(key="desk.card.repeat", close=True))
    return tuple(lines)


def row(house: House, view: View, language: Language, now: datetime) -> str:
    """Return a case as one line, for a list and for buttons."""
    case = view.case
    kind = names.kind(house.data, case.category, language)
    late = "❗" if case.due_at and case.due_at < now and case.state in LIVE else ""
    return f"{late}{case.severity} · {case.reference} · {kind} · {place(house, view, language)}"


def place(house: House, view: View, language: Language) -> str:
    """Return where a case happens, as far as that is known."""
    case = view.case
    found = []
    if case.subdistrict:
        found.append(names.subdistrict(house.data, case.subdistrict, language))
    if case.community:
        found.append(names.community(house.data, case.community, language))
    return " · ".join(found) or label("desk.place_unknown", language)


def desk(house: House, code: str, language: Language) -> str:
    """Return the name of a desk."""
    found = house.data.routing.desks.get(code)
    return found.names[language] if found else code or "—"


def moment(house: House, when: datetime, language: Language, now: datetime) -> str:
    """Return a moment by the clock of the district."""
    local = house.settings.district.local
    return dates.moment(local(when), language, local(now).date())


def _state(view: View) -> Text:
    params: Params = {"holder": view.holder}
    key = f"desk.state.{view.case.state}"
    return Text(key=key, params=params if view.holder else {}, close=True)


def _voices(view: View) -> list[Text]:
    found = []
    if view.voices.people:
        people: Params = {"n": view.voices.people}
        found.append(Text(key="desk.card.people", params=people, close=True))
    if view.voices.anonymous:
        anonymous: Params = {"n": view.voices.anonymous}
        found.append(Text(key="desk.card.anonymous", params=anonymous, close=True))
    return found


def _due(house: House, view: View, language: Language, now: datetime) -> list[Text]:
    case = view.case
    if case.due_at is None or case.state not in LIVE:
        return []
    params: Params = {"due": moment(house, case.due_at, language, now)}
    key = "desk.card.late" if case.due_at < now else "desk.card.due"
    return [Text(key=key, params=params, close=True)]

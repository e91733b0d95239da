"""The card: everything the bot understood, before it is sent."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from casework import names, reading
from casework.sayings import Text
from locales import dates
from settings.datafiles import DistrictData
from triage import drafts, pieces, words
from triage.drafts import Draft, Mode, Span, When
from triage.languages import Language
from triage.marks import IdentifierKind

# The card must fit one message with everything else on it; in UTF-16 units.
_SHOWN = 1200
_ANSWER_SHOWN = 120
# Numbers and names beyond these are kept all the same.
_NOTICED = 6
# A number that says nothing by itself; the story above the facts has it.
_BARE = frozenset(
    {
        *(IdentifierKind.BUILDING, IdentifierKind.UNIT, IdentifierKind.FLOOR),
        *(IdentifierKind.ROOM, IdentifierKind.AMOUNT),
    }
)
_DAY = timedelta(days=1)
# What recurs is taken to have begun so long ago where nobody says since when.
_SINCE_UNKNOWN = timedelta(days=30)


def texts(
    draft: Draft, language: Language, data: DistrictData, today: date | None = None
) -> tuple[Text, ...]:
    """Return the paragraphs of the card for *draft*; the year of *today* is not said."""
    story = pieces.whole_story(draft)
    whole = Text(key="card.story", params={"text": cut(story, _SHOWN)}, close=True)
    if not story:
        whole = Text(key="card.no_words", close=True)
    lines = [Text(key="card.kind", params={"text": names.kind(data, draft.kind, language)})]
    if reading.matter(draft, data).needs_place:
        lines += [_place(draft, language, data), _when(draft, language, today), *_hours(draft)]
    lines += [*_noticed(draft, language), *_answers(draft), *_files(draft)]
    lines.append(Text(key=f"card.mode.{draft.mode}"))
    if draft.mode is Mode.NAMED:
        person = {"name": draft.name or "—", "reach": draft.reach or "—"}
        lines.append(Text(key="card.person", params=dict(person)))
    facts = [replace(line, close=True) for line in lines]
    warning = (Text(key="card.id_card"),) if reading.has_id_card(draft) else ()
    return (Text(key="card.title"), whole, *facts, *warning, _end(draft, data))


def _end(draft: Draft, data: DistrictData) -> Text:
    # Who needs somebody to talk to is not warned of telling lies.
    return Text(key="card.unsent" if reading.is_care(draft, data) else "card.truth")


def cut(text: str, longest: int) -> str:
    """Return *text* with at most *longest* UTF-16 units and a sign where it was cut."""
    if words.units(text) <= longest:
        return text
    # Emoji and rare characters count twice.
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * longest]
    return f"{units.decode('utf-16-le', 'ignore')}…"


def _place(draft: Draft, language: Language, data: DistrictData) -> Text:
    parts = names.territory(data, draft, language)
    if said := drafts.place_said(draft):
        parts.append(said)
    if not parts:
        return Text(key="card.pin" if draft.pin else "card.no_place")
    return Text(key="card.place", params={"text": " · ".join(parts)})


def _when(draft: Draft, language: Language, today: date | None) -> Text:
    if draft.when:
        return Text(key=f"card.when.{draft.when}")
    if draft.when_words:
        return Text(key="card.when", params={"text": draft.when_words})
    if draft.interval:
        return _span(draft.interval, language, today)
    return Text(key="card.no_when")


def _hours(draft: Draft) -> tuple[Text, ...]:
    span = draft.interval
    if draft.when or draft.when_words or span is None or not (span.daily_from and span.daily_to):
        return ()
    hours = {"earliest": span.daily_from, "latest": span.daily_to}
    return (Text(key="card.hours", params=dict(hours)),)


def _span(span: Span, language: Language, today: date | None) -> Text:
    """Say a span as people do: what recurs since about when, days without a clock."""
    earliest, latest = (datetime.fromisoformat(one) for one in (span.earliest, span.latest))
    if span.recurring and latest.date() - earliest.date() == _SINCE_UNKNOWN:
        return Text(key=f"card.when.{When.AGAIN}")
    if span.recurring:
        since = dates.day(earliest, language, today)
        return Text(key="card.span.again", params={"earliest": since})
    if latest - earliest > 2 * _DAY or earliest.time() == latest.time() == time.min:
        return _days(earliest, latest, language, today)
    same = latest.date() == earliest.date()
    end = dates.clock(latest) if same else dates.moment(latest, language, today)
    params = {"earliest": dates.moment(earliest, language, today), "latest": end}
    return Text(key="card.span", params=dict(params))


def _days(earliest: datetime, latest: datetime, language: Language, today: date | None) -> Text:
    first = dates.day(earliest, language, today)
    # What ends at midnight has its last day before.
    last = dates.day(latest - timedelta(minutes=1), language, today)
    if first == last:
        return Text(key="card.when", params={"text": first})
    return Text(key="card.span", params={"earliest": first, "latest": last})


def _noticed(draft: Draft, language: Language) -> tuple[Text, ...]:
    found = [one.value for one in reading.noticed(draft) if one.kind not in _BARE][:_NOTICED]
    comma = ", " if language is Language.EN else "、"
    return (Text(key="card.noticed", params={"text": comma.join(found)}),) if found else ()


def _answers(draft: Draft) -> tuple[Text, ...]:
    said = [cut(answer.words, _ANSWER_SHOWN) for answer in draft.answers if answer.words]
    return (Text(key="card.answers", params={"text": " / ".join(said)}),) if said else ()


def _files(draft: Draft) -> tuple[Text, ...]:
    return (Text(key="card.files", params={"n": draft.files}),) if draft.files else ()

"""The card: everything the bot understood, before it is sent."""

from dataclasses import replace

from casework import names, reading
from casework.sayings import Text
from settings.datafiles import DistrictData
from triage import drafts, words
from triage.drafts import Draft, Mode
from triage.languages import Language

# The card must fit one message with everything else on it; in UTF-16 units.
_SHOWN = 1500


def texts(draft: Draft, language: Language, data: DistrictData) -> tuple[Text, ...]:
    """Return the paragraphs of the card for *draft*."""
    story = Text(key="card.story", params={"text": _cut(drafts.whole_story(draft))}, close=True)
    lines = [Text(key="card.kind", params={"text": names.kind(data, draft.category, language)})]
    if reading.needs_place(draft, data):
        lines += [_place(draft, language, data), _when(draft)]
    lines.append(Text(key=f"card.mode.{draft.mode}"))
    if draft.mode is Mode.NAMED:
        person = {"name": draft.name or "—", "reach": draft.reach or "—"}
        lines.append(Text(key="card.person", params=dict(person)))
    facts = [replace(line, close=True) for line in lines]
    return (Text(key="card.title"), story, *facts, Text(key="card.truth"))


def _cut(story: str) -> str:
    if words.units(story) <= _SHOWN:
        return story
    # Emoji and rare characters count twice.
    units = story.encode("utf-16-le", "surrogatepass")[: 2 * _SHOWN]
    return f"{units.decode('utf-16-le', 'ignore')}…"


def _place(draft: Draft, language: Language, data: DistrictData) -> Text:
    parts = names.territory(data, draft, language)
    if said := drafts.place_said(draft):
        parts.append(said)
    if not parts:
        return Text(key="card.no_place")
    return Text(key="card.place", params={"text": " · ".join(parts)})


def _when(draft: Draft) -> Text:
    if draft.when:
        return Text(key=f"card.when.{draft.when}")
    if draft.when_words:
        return Text(key="card.when", params={"text": draft.when_words})
    return Text(key="card.no_when")

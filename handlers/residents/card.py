"""The card: everything the bot understood, before it is sent."""

from dataclasses import replace

from casework import names, reading
from casework.sayings import Text
from settings.datafiles import DistrictData
from triage import drafts
from triage.drafts import Draft, Mode
from triage.languages import Language

# The card must fit one message with everything else on it.
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
    return story if len(story) <= _SHOWN else f"{story[:_SHOWN]}…"


def _place(draft: Draft, language: Language, data: DistrictData) -> Text:
    words = names.territory(data, draft, language)
    if draft.place_words:
        words.append(draft.place_words)
    if not words:
        return Text(key="card.no_place")
    return Text(key="card.place", params={"text": " · ".join(words)})


def _when(draft: Draft) -> Text:
    if draft.when:
        return Text(key=f"card.when.{draft.when}")
    if draft.when_words:
        return Text(key="card.when", params={"text": draft.when_words})
    return Text(key="card.no_when")

"""Read what a draft does not know yet out of the words in it."""

from datetime import datetime

from settings.datafiles import DistrictData
from triage import bottles, drafts, identifiers, kinds, pieces, places, times, words
from triage.categories import CaseKind, Category, Fact
from triage.danger import Danger
from triage.drafts import Draft, Span, When
from triage.identifiers import Identifier, IdentifierKind
from triage.questions import Matter, Question

# More buttons than this are no help.
_CHOICES = 8
# Characters read from either end of a long story: about 8 ms each.
_PAGE = 800
# A shorter text alone does not tell another matter.
_A_MATTER = 10
# Characters that stand around a time and say nothing: "on", "的时候".
_A_FEW = 4


def understood(draft: Draft, data: DistrictData, now: datetime) -> Draft:
    """Return *draft* with kind, place and time filled in where the story tells them.

    What the reporter has settled is never overwritten.

    Args:
        draft: What is known so far.
        data: The district's words and places.
        now: The moment, in the district's time.
    """
    story = _to_read(draft)
    found: dict[str, object] = {}
    if not kind_is_chosen(draft):
        found |= _kind_in(story, draft, data)
    elif Question.SUBKIND not in draft.settled:
        found["subkind"] = _subkind_in(story, draft, data)
    if Question.SUBDISTRICT not in draft.settled and Question.COMMUNITY not in draft.settled:
        found |= place_in(story, data)
    if Question.WHEN not in draft.settled and draft.when is None:
        found["interval"] = span_in(story, data, now)
    return drafts.with_found(draft, **found)


def unread(draft: Draft) -> Draft:
    """Return *draft* without what was read out of its story and not settled since."""
    empty = drafts.Draft(id=draft.id)
    settled = set(draft.settled)
    gone: list[str] = []
    if not kind_is_chosen(draft):
        gone.append("category")
    if not settled & {Question.SUBDISTRICT, Question.COMMUNITY} and draft.pin is None:
        gone += ["subdistrict", "community", "place_choices"]
    if Question.WHEN not in settled and draft.when is None:
        gone.append("interval")
    return drafts.with_found(draft, **{name: getattr(empty, name) for name in gone})


def _to_read(draft: Draft) -> str:
    """Return the beginning and the end of the story: enough to see what it is about.

    Reading goes on while the database waits, and a story may be as long as four
    of Telegram's longest messages.
    """
    story = pieces.whole_story(draft)
    return story if len(story) <= 2 * _PAGE else f"{story[:_PAGE]}\n{story[-_PAGE:]}"


def kind_is_chosen(draft: Draft) -> bool:
    """Return whether somebody said what kind of matter it is."""
    return bool({Question.KIND, Question.SUBKIND}.intersection(draft.settled))


def _kind_in(story: str, draft: Draft, data: DistrictData) -> dict[str, object]:
    """Return the kind that the whole *story* is surely of; it is asked for where none is.

    Whoever answered the own questions of a kind has agreed to it.
    """
    if Danger.TRAPPED in draft.dangers:
        # Stories of people in lifts were learned as quarrels with the property firm.
        return {"category": data.dangers[Danger.TRAPPED].category}
    sure = kinds.sure(guesses(story, data))
    if sure is None and Question.DETAIL in draft.settled:
        return {}
    return {"category": sure}


def _subkind_in(story: str, draft: Draft, data: DistrictData) -> str | None:
    """Return the nearer kind that *story* is surely of, inside the group that was chosen."""
    sure = data.categories.category(kinds.sure(guesses(story, data)) or "")
    is_nearer = sure is not None and sure.group == draft.category and not sure.is_group
    return sure.code if sure and is_nearer else None


def guesses(text: str, data: DistrictData) -> tuple[kinds.Guess, ...]:
    """Return what *text* may be about, best first."""
    return kinds.guesses(text, data.lexicon, data.categories)


def all_said(draft: Draft) -> str:
    """Return the story and whatever else was written: places, times, answers."""
    answers = [one.words for one in draft.answers if one.words]
    parts = [_to_read(draft), drafts.place_said(draft), draft.when_words, *answers]
    return "\n".join(part for part in parts if part)[: 4 * _PAGE]


def noticed(draft: Draft) -> tuple[Identifier, ...]:
    """Return the numbers and names in what was written into *draft*, each once.

    Numbers of identity cards are left out: nobody needs them.
    """
    found = {(one.kind, one.value): one for one in identifiers.find(all_said(draft))}
    return tuple(one for one in found.values() if one.kind is not IdentifierKind.ID_CARD)


def has_id_card(draft: Draft) -> bool:
    """Return whether the story holds what looks like the number of an identity card."""
    found = identifiers.find(all_said(draft))
    return any(one.kind is IdentifierKind.ID_CARD for one in found)


def names_official(draft: Draft, data: DistrictData) -> bool:
    """Return whether *draft* may accuse an official, whatever kind was chosen for it."""
    return kinds.names_official(pieces.whole_story(draft), data.lexicon, data.categories)


def tells_another_matter(draft: Draft, text: str, data: DistrictData) -> bool:
    """Return whether *text* alone is surely about something else than *draft*.

    That is a kind in another group. Somebody is asked then, so it may be wrong. A
    question or a suggestion is how many begin: what follows is what they came for.
    """
    if draft.category is None or len(text) < _A_MATTER:
        return False
    told, known = (
        data.categories.category(code or "")
        for code in (kinds.sure(guesses(text, data)), draft.category)
    )
    if told is None or known is None or told.group == known.group:
        return False
    return known.kind is not CaseKind.JOIN or kind_is_chosen(draft)


def place_in(text: str, data: DistrictData) -> dict[str, object]:
    """Return the place fields of a draft that *text* tells; empty if it tells none.

    Namesakes become `place_choices`, to be asked and not guessed.
    """
    found = places.find(text, data.gazetteer)
    town = found.subdistricts[0] if len(found.subdistricts) == 1 else None
    if len(found.communities) > 1:
        return {"place_choices": found.communities[:_CHOICES]}
    if found.communities and town:
        return {"community": found.communities[0], "subdistrict": town}
    return {"subdistrict": town} if town else {}


def nearer_place_in(text: str, draft: Draft, data: DistrictData) -> dict[str, object]:
    """Return the place fields that *text* tells where a sub-district or namesakes are known.

    Of several namesakes the one in the sub-district that is known is meant.
    """
    found = place_in(text, data)
    town = found.get("subdistrict", draft.subdistrict)
    known = draft.place_choices if "subdistrict" in found else ()
    choices = places.find(text, data.gazetteer).communities or known
    inside = [code for code in choices if town_of(code, data) == town]
    if len(inside) == 1 and "community" not in found:
        return {"community": inside[0]}
    return found


def span_in(text: str, data: DistrictData, now: datetime) -> Span | None:
    """Return from when to when it happened, as far as *text* tells."""
    found = times.find(text, now, data.festivals)
    if found is None:
        return None
    return Span(
        earliest=found.earliest.isoformat(timespec="minutes"),
        latest=found.latest.isoformat(timespec="minutes"),
        recurring=found.recurring,
        daily_from=f"{found.daily_from:%H:%M}" if found.daily_from else "",
        daily_to=f"{found.daily_to:%H:%M}" if found.daily_to else "",
    )


def is_time_alone(text: str, data: DistrictData, now: datetime) -> bool:
    """Return whether *text* tells a time and hardly anything else."""
    found, plain = times.find(text, now, data.festivals), words.plain(text)
    return found is not None and len(plain) - (found.end - found.start) <= _A_FEW


def subdistrict(draft: Draft, data: DistrictData) -> str | None:
    """Return the sub-district of *draft*: its community's, where one is known."""
    return (town_of(draft.community, data) if draft.community else None) or draft.subdistrict


def town_of(community: str, data: DistrictData) -> str | None:
    """Return the sub-district of a *community*, None if the data no longer has it."""
    found = data.gazetteer.community(community)
    return found.subdistrict_code if found else None


def matter(draft: Draft, data: DistrictData) -> Matter:
    """Return what the kind of *draft* asks for (domain.md C.1).

    Who wants to talk is not asked where and when. An own question is not asked
    where the story tells what it is after.
    """
    category = data.categories.category(draft.kind or "")
    if category is None:
        return Matter()
    known = _known(draft)
    return Matter(
        needs_place=category.kind is not CaseKind.CARE,
        has_subkinds=category.is_group and bool(data.categories.in_group(category.code)),
        details=(
            *_of_the_time(draft, category),
            *(
                question.key
                for question in category.questions
                if not (question.known_by and known.issuperset(question.known_by))
            ),
        ),
    )


def _of_the_time(draft: Draft, category: Category) -> tuple[str, ...]:
    """Return what a tapped time leaves open: whether it goes on, and how often."""
    if draft.when in {None, When.NOW} or category.kind not in {CaseKind.LEAD, CaseKind.DISPUTE}:
        return ()
    return (drafts.OFTEN if draft.when is When.AGAIN else drafts.STILL,)


def question(draft: Draft, data: DistrictData) -> Question:
    """Return what to ask next about *draft*."""
    return drafts.next_question(draft, matter(draft, data))


def _known(draft: Draft) -> set[str]:
    """Return what was told, in an answer too, in the words of `known_by`."""
    known = {one.kind.value for one in noticed(draft)}
    said = all_said(draft)
    if bottles.counted(said):
        known.add(Fact.BOTTLES)
    if bottles.sized(said):
        known.add(Fact.BOTTLE_SIZE)
    if draft.community or drafts.place_said(draft):
        known.add("place")
    if draft.when or draft.when_words or draft.interval:
        known.add("when")
    if draft.is_safe:
        known.add("safe")
    return known


def is_care(draft: Draft, data: DistrictData) -> bool:
    """Return whether *draft* is of somebody's own trouble: no tip, and no facts to be found."""
    category = data.categories.category(draft.kind or "")
    return category is not None and category.kind is CaseKind.CARE

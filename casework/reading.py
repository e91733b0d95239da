"""Read what a draft does not know yet out of the words in it."""

from settings.datafiles import DistrictData
from triage import drafts, kinds, places
from triage.categories import CaseKind
from triage.drafts import Draft, Question

# More buttons than this are no help.
_CHOICES = 8
# Characters read from either end of a long story: about 8 ms each.
_PAGE = 800


def understood(draft: Draft, data: DistrictData) -> Draft:
    """Return *draft* with kind and place filled in where the story tells them.

    What the reporter has settled is never overwritten.
    """
    story = _to_read(draft)
    found: dict[str, object] = {}
    if draft.category is None and Question.KIND not in draft.settled:
        found["category"] = kinds.sure(kinds.guesses(story, data.lexicon, data.categories))
    if Question.SUBDISTRICT not in draft.settled and Question.COMMUNITY not in draft.settled:
        found |= place_in(story, data)
    return drafts.with_found(draft, **found)


def _to_read(draft: Draft) -> str:
    """Return the beginning and the end of the story: enough to see what it is about.

    Reading goes on while the database waits, and a story may be as long as four
    of Telegram's longest messages.
    """
    story = drafts.whole_story(draft)
    return story if len(story) <= 2 * _PAGE else f"{story[:_PAGE]}\n{story[-_PAGE:]}"


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
    inside = [code for code in choices if _town(code, data) == town]
    if len(inside) == 1 and "community" not in found:
        return {"community": inside[0]}
    return found


def subdistrict(draft: Draft, data: DistrictData) -> str | None:
    """Return the sub-district of *draft*: its community's, where one is known."""
    return (_town(draft.community, data) if draft.community else None) or draft.subdistrict


def needs_place(draft: Draft, data: DistrictData) -> bool:
    """Return whether to ask where and when: not if somebody wants to talk (domain.md C.1)."""
    category = data.categories.category(draft.category or "")
    return category is None or category.kind is not CaseKind.CARE


def question(draft: Draft, data: DistrictData) -> Question:
    """Return what to ask next about *draft*."""
    return drafts.next_question(draft, needs_place=needs_place(draft, data))


def _town(community: str, data: DistrictData) -> str | None:
    found = data.gazetteer.community(community)
    return found.subdistrict_code if found else None

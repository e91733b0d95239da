"""What the lexicon, the gazetteer and the patterns of identifiers say of a text."""

from triage import identifiers, places
from triage.gazetteer import Gazetteer
from triage.lexicon import Lexicon
from triage.matching.reading import Hints, Reader


def reader(lexicon: Lexicon, gazetteer: Gazetteer) -> Reader:
    """Return the function that reads hints with this lexicon and gazetteer."""

    def hints(text: str) -> Hints:
        found = places.find(text, gazetteer)
        return Hints(
            concepts=frozenset(hit.term.concept for hit in lexicon.hits(text) if not hit.term.weak),
            communities=frozenset(found.communities),
            towns=frozenset(found.subdistricts),
            identifiers=frozenset(
                f"{one.kind.value}:{one.value}" for one in identifiers.find(text)
            ),
        )

    return hints

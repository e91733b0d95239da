from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from triage.phrases import Phrases, apart, outermost

TEXTS = st.text("ab 煤气", max_size=30)
PHRASES = st.lists(st.text("ab煤气", min_size=1, max_size=4), max_size=8)


@given(PHRASES, TEXTS)
def test_every_chinese_phrase_in_a_text_is_found(some: list[str], text: str) -> None:
    phrases = [phrase for phrase in some if not phrase.isascii()]
    places = {(p, at) for p in phrases for at in range(len(text)) if text.startswith(p, at)}

    spans = Phrases.of(phrases).spans(text)

    assert {(span.phrase, span.start) for span in spans} == places


@given(PHRASES, TEXTS)
def test_outermost_spans_lie_in_none_longer(phrases: list[str], text: str) -> None:
    spans = Phrases.of(phrases).spans(text)

    kept = outermost(spans)

    assert set(kept) == {s for s in spans if not any(s.inside(other) for other in spans)}


@given(PHRASES, TEXTS)
def test_spans_set_apart_do_not_overlap(phrases: list[str], text: str) -> None:
    kept = apart(Phrases.of(phrases).spans(text))

    assert all(one.end <= after.start for one, after in pairwise(kept))

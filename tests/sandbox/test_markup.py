import contextlib
import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import entities, markup
from sandbox.entities import Formatted
from sandbox.errors import ApiError

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}
TREES = st.recursive(
    st.text(max_size=8),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "u", "s"]), st.lists(inner, max_size=3)),
    max_leaves=12,
)
Tree = str | tuple[str, list["Tree"]]


def source_of(tree: Tree) -> str:
    if isinstance(tree, str):
        return html.escape(tree)
    return f"<{tree[0]}>{''.join(map(source_of, tree[1]))}</{tree[0]}>"


def text_of(tree: Tree) -> str:
    return tree if isinstance(tree, str) else "".join(map(text_of, tree[1]))


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert markup.parse(html.escape(text)) == Formatted(text)


@given(TREES)
def test_tags_never_change_the_words_and_entities_lie_within_them(tree: Tree) -> None:
    parsed = markup.parse(source_of(tree))

    assert parsed.text == text_of(tree)
    for entity in parsed.entities:
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= entities.width(parsed.text)


@given(st.text(min_size=1), st.sampled_from(sorted(TAGS)))
def test_a_tag_covers_exactly_its_words(text: str, tag: str) -> None:
    parsed = markup.parse(f"🍁<{tag}>{html.escape(text)}</{tag.upper()}>")

    assert parsed.entities == [{"type": TAGS[tag], "offset": 2, "length": entities.width(text)}]


@given(st.text())
def test_any_source_is_parsed_or_refused_in_words(source: str) -> None:
    with contextlib.suppress(ApiError):
        assert entities.width(markup.parse(source).text) <= entities.width(source)


@given(st.text(alphabet=" \n\tx🍁", min_size=1, max_size=12), st.data())
def test_trimming_keeps_entities_on_their_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    lying = {
        "type": "bold",
        "offset": entities.width(text[:start]),
        "length": entities.width(text[start:stop]),
    }

    trimmed = entities.trimmed(Formatted(text, [lying]))

    assert trimmed.text == text.strip()
    for entity in trimmed.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"]
        assert entity["offset"] + entity["length"] <= entities.width(trimmed.text)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("界<div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("&#xd83c;", "Text contains invalid Unicode characters"),
    ],
)
def test_broken_tags_are_refused_with_their_place(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        markup.parse(source)

    assert reason in refusal.value.description


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&nbsp;", "&nbsp;"),
        ("&ltx", "&ltx"),
        ("&lt x", "< x"),
        ("a & b", "a & b"),
        ("&#39;&#x27;&quot;", "''\""),
        ("&#0;&#99999999;", "&#0;&#99999999;"),
        ("&#xd83c;&#xdf41;", "🍁"),
    ],
)
def test_characters_are_decoded_as_telegram_does(source: str, text: str) -> None:
    assert markup.parse(source).text == text


def test_code_in_pre_becomes_one_entity_with_its_language() -> None:
    parsed = markup.parse('<pre><code class="language-toml">x</code></pre>')

    assert parsed.entities == [{"type": "pre", "offset": 0, "length": 1, "language": "toml"}]


def test_code_alone_has_no_language() -> None:
    parsed = markup.parse('<code class="language-toml">x</code>')

    assert parsed.entities == [{"type": "code", "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&c=2"),
        ("example.org", "http://example.org/"),
        ("javascript:alert(1)", None),
        ("nowhere", None),
    ],
)
def test_links_are_kept_or_silently_dropped(href: str, kept: str | None) -> None:
    parsed = markup.parse(f'<a href="{href}">x</a>')

    assert [entity["url"] for entity in parsed.entities] == ([kept] if kept else [])

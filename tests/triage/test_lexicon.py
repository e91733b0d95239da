from triage.lexicon import Lexicon, Term
from triage.topics import Topics


def term(text: str, category: str = "gas") -> Term:
    return Term(text=text, script="zh-Hans", category=category, concept="thing")


def found(lexicon: Lexicon, text: str) -> list[str]:
    return [hit.term.text for hit in lexicon.hits(text)]


def test_a_longer_term_swallows_one_inside_it() -> None:
    lexicon = Lexicon.of([term("煤气"), term("煤气罐")])

    assert found(lexicon, "一个煤气罐，没有煤气") == ["煤气罐", "煤气"]


def test_a_longer_term_of_another_category_swallows_nothing() -> None:
    lexicon = Lexicon.of([term("煤气"), term("囤煤气", "gas.storage")])

    assert found(lexicon, "有人囤煤气") == ["囤煤气", "煤气"]


def test_latin_terms_are_whole_words() -> None:
    lexicon = Lexicon.of([term("gun"), term("gas leak")])

    assert found(lexicon, "begun gunman 有gun。GUNS! Gas  leaks") == ["gun", "gun", "gas leak"]


def test_terms_are_found_in_either_script() -> None:
    lexicon = Lexicon.of([term("收保护费"), term("收陀地")])

    assert found(lexicon, "收保護費 收陀地") == ["收保护费", "收陀地"]


def test_a_span_counts_in_the_plain_text() -> None:
    lexicon = Lexicon.of([term("煤气")])

    (hit,) = lexicon.hits("  ＧＡＳ 煤\u200b氣")

    assert (hit.span.start, hit.span.end) == (4, 6)


def test_one_phrase_in_two_scripts_counts_once() -> None:
    lexicon = Lexicon.of([term("煤气"), term("煤氣")])

    assert found(lexicon, "煤气") == ["煤气"]


def test_a_text_in_plain_form_is_looked_up_as_it_is() -> None:
    lexicon = Lexicon.of([term("煤气")])

    assert lexicon.hits_in("有煤气") == lexicon.hits("有煤氣")


def test_a_topic_is_named_by_any_of_its_words() -> None:
    topics = Topics.of({"dog": ["狗", "Dog"], "pet": ["狗", "cat"]})

    assert topics.named("两条狗") == {"dog", "pet"}
    assert topics.named("two dogs") == {"dog"}
    assert topics.named("dogma") == set()

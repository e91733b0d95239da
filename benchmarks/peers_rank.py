"""Find the best earlier texts by a method of other people's; runs under .venv/peers alone.

The name of the method is its argument. On stdin JSON with texts, in order;
asked, the numbers of those to ask about; and most, how many are wanted, null
for all. On stdout JSON with found, for each asked the best as [score, number],
and ms, what it takes to take in one text and to ask about one. As ours, each
method knows how common things are among all texts and returns earlier ones.
"""

import json
import operator
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import tantivy
from datasketch import MinHash, MinHashLSH
from sklearn.feature_extraction.text import TfidfVectorizer
from tantivy import Occur, Query

Best = list[tuple[float, int]]
Ask = Callable[[int, int], Best]

# 64 bands of two: higher thresholds find fewer, and the right ones are not very alike.
_PERMUTATIONS = 128
_THRESHOLD = 0.1


def tfidf(texts: list[str]) -> Ask:
    """Characters, pairs and triples of them; compared with all earlier texts."""
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), sublinear_tf=True)
    table = grams.fit_transform(texts)
    postings = table.T.tocsr()

    def ask(at: int, most: int) -> Best:
        scores = (table[at] @ postings).toarray().ravel()[:at]
        best = np.argsort(-scores, kind="stable")[:most]
        return [(float(scores[k]), int(k)) for k in best]

    return ask


def minhash(texts: list[str]) -> Ask:
    """Sets of words, looked up by bands of their hashes, ordered by estimated Jaccard."""
    index = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    sketches = [MinHash(num_perm=_PERMUTATIONS) for _ in texts]
    for at, text in enumerate(texts):
        sketches[at].update_batch([word.encode() for word in set(text.split())])
        index.insert(at, sketches[at])

    def ask(at: int, most: int) -> Best:
        found = (k for k in index.query(sketches[at]) if k < at)
        scored = ((float(sketches[at].jaccard(sketches[k])), k) for k in found)
        return sorted(scored, key=lambda one: (-one[0], -one[1]))[:most]

    return ask


def words(texts: list[str]) -> Ask:
    """BM25 of words between spaces."""
    return _bm25(texts, "whitespace", str.split)


def ngrams(texts: list[str]) -> Ask:
    """BM25 of tantivy's own n-grams: characters and pairs of them."""
    return _bm25(texts, "ngrams", lambda text: [*text, *map(operator.add, text, text[1:])])


def _bm25(texts: list[str], tokenizer: str, pieces: Callable[[str], Iterable[str]]) -> Ask:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("body", tokenizer_name=tokenizer, index_option="freq")
    fields.add_unsigned_field("at", stored=True, indexed=True, fast=True)
    schema = fields.build()
    index = tantivy.Index(schema)
    ngram = tantivy.Tokenizer.ngram(min_gram=1, max_gram=2)
    index.register_tokenizer("ngrams", tantivy.TextAnalyzerBuilder(ngram).build())
    writer = index.writer(num_threads=1)
    for at, text in enumerate(texts):
        document = tantivy.Document()
        document.add_text("body", text)
        document.add_unsigned("at", at)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(at: int, most: int) -> Best:
        terms = [
            (Occur.Should, Query.boost_query(Query.term_query(schema, "body", one, "freq"), times))
            for one, times in Counter(pieces(texts[at])).items()
        ]
        earlier = Query.range_query(
            schema, "at", tantivy.FieldType.Unsigned, 0, at, include_upper=False
        )
        both = [
            (Occur.Must, Query.boolean_query(terms)),
            (Occur.Must, Query.const_score_query(earlier, 0.0)),
        ]
        found = searcher.search(Query.boolean_query(both), limit=most, count=False).hits
        return [(score, searcher.doc(address)["at"][0]) for score, address in found]

    return ask


METHODS = {each.__name__: each for each in (tfidf, minhash, words, ngrams)}


def answer(method: str, given: dict[str, Any]) -> dict[str, Any]:
    texts, asked = given["texts"], given["asked"]
    begin = time.perf_counter()
    ask = METHODS[method](texts)
    built = time.perf_counter()
    found = [ask(at, given["most"] or len(texts)) for at in asked]
    end = time.perf_counter()
    ms = 1000 * ((built - begin) / len(texts) + (end - built) / len(asked))
    return {"found": found, "ms": ms}


if __name__ == "__main__":
    print(json.dumps(answer(sys.argv[1], json.load(sys.stdin))))

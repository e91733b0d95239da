"""Other methods on the same reports, each asked for the best earlier ones.

All are given the normal form of ours, in which both Chinese scripts are one and
numerals are digits; those that count words are given our words too.
"""

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import matching_trigrams
from matching_sets import Answer, Question
from rapidfuzz import fuzz, process

from triage.matching import tokens

_HERE = Path(__file__).parent
_PYTHON = _HERE.parent / ".venv" / "peers" / "bin" / "python"
_SECONDS = 600

Ask = Callable[[Question], Answer | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A method by its name, and what must be installed for it."""

    name: str
    ask: Ask
    needs: str = ".venv/peers"


def fuzzy(question: Question, scorer: Callable[..., float]) -> Answer:
    """Return the best by *scorer*, compared with all earlier reports."""
    texts, ids = question.texts, question.ids
    begin = time.perf_counter()
    ranked = {
        ids[at]: [
            (score, ids[found])
            for _, score, found in process.extract(
                texts[at], texts[:at], scorer=scorer, limit=question.most
            )
        ]
        for at in question.asked
    }
    return Answer(ranked=ranked, ms=1000 * (time.perf_counter() - begin) / len(question.asked))


def of_texts(question: Question, method: str) -> Answer | None:
    """Return the best by a *method* of peers_rank.py, None without the peers' packages."""
    return _elsewhere(question, method, question.texts)


def of_words(question: Question, method: str) -> Answer | None:
    """Return the same of pairs of Chinese characters and Latin words between spaces."""
    return _elsewhere(question, method, [" ".join(tokens.grams(one)) for one in question.texts])


def _elsewhere(question: Question, method: str, texts: Sequence[str]) -> Answer | None:
    if not _PYTHON.exists():
        return None
    given = {"texts": texts, "asked": question.asked, "most": question.most}
    ended = subprocess.run(
        [_PYTHON, _HERE / "peers_rank.py", method],
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=_SECONDS,
    )
    said = json.loads(ended.stdout)
    ids = question.ids
    ranked = {
        ids[at]: [(score, ids[found]) for score, found in best]
        for at, best in zip(question.asked, said["found"], strict=True)
    }
    return Answer(ranked=ranked, ms=said["ms"])


RATIO = Peer(name="rapidfuzz ratio", ask=partial(fuzzy, scorer=fuzz.ratio))
TOKEN_SET = Peer(name="rapidfuzz token_set_ratio", ask=partial(fuzzy, scorer=fuzz.token_set_ratio))
PARTIAL = Peer(name="rapidfuzz partial_ratio", ask=partial(fuzzy, scorer=fuzz.partial_ratio))
TFIDF = Peer(name="TF-IDF of 1 to 3 characters", ask=partial(of_texts, method="tfidf"))
MINHASH = Peer(name="MinHash LSH, datasketch", ask=partial(of_words, method="minhash"))
TANTIVY = Peer(name="BM25 of our words, tantivy", ask=partial(of_words, method="words"))
NGRAMS = Peer(name="BM25 of its own n-grams, tantivy", ask=partial(of_texts, method="ngrams"))
TRIGRAMS = Peer(
    name="similarity of pg_trgm", ask=matching_trigrams.similar, needs="Debian's postgresql"
)
ALL = (TANTIVY, TFIDF, TRIGRAMS, PARTIAL, RATIO, TOKEN_SET, MINHASH)

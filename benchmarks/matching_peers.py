"""What plain methods make of labelled reports: each compared with all earlier ones."""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from matching_sets import Ranked
from rapidfuzz import fuzz, process

from triage.matching.reading import Reading

_BEST = 5
_PYTHON = Path(__file__).parent.parent / ".venv" / "peers" / "bin" / "python"
_MINUTES = 600
# Runs under the peers' own environment: text in, best earlier ones out.
_TFIDF = """
import json, sys
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
texts = json.load(sys.stdin)
grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), sublinear_tf=True)
table = grams.fit_transform(texts)
found = []
for at in range(len(texts)):
    scores = (table[:at] @ table[at].T).toarray().ravel() if at else np.zeros(0)
    best = np.argsort(-scores, kind="stable")[:5]
    found.append([[float(scores[k]), int(k)] for k in best])
print(json.dumps(found))
"""

FUZZY: dict[str, Callable[..., float]] = {
    "rapidfuzz ratio": fuzz.ratio,
    "rapidfuzz token_set_ratio": fuzz.token_set_ratio,
    "rapidfuzz partial_ratio": fuzz.partial_ratio,
}


def fuzzy(readings: Sequence[Reading], scorer: Callable[..., float], every: int = 1) -> Ranked:
    """Return the best earlier reports by *scorer*; *every* n-th report is asked about."""
    texts = [one.whole.text for one in readings]
    ids = [one.id for one in readings]
    return {
        ids[at]: [
            (score, ids[found])
            for _, score, found in process.extract(
                texts[at], texts[:at], scorer=scorer, limit=_BEST
            )
        ]
        for at in range(1, len(texts))
        if at % every == 0
    }


def tfidf(readings: Sequence[Reading]) -> Ranked | None:
    """Return the best by TF-IDF of character n-grams, None without the peers' packages."""
    if not _PYTHON.exists():
        return None
    texts = json.dumps([one.whole.text for one in readings])
    ended = subprocess.run(
        [_PYTHON, "-c", _TFIDF],
        input=texts,
        capture_output=True,
        text=True,
        check=True,
        timeout=_MINUTES,
    )
    ids = [one.id for one in readings]
    return {
        ids[at]: [(score, ids[found]) for score, found in best]
        for at, best in enumerate(json.loads(ended.stdout))
    }

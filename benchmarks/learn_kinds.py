"""Learn from stories of known kinds what each clue is worth: data/kind_weights.txt.

Run it with the Python of the peers, which has scikit-learn, from the root:

    PYTHONPATH=. .venv/peers/bin/python benchmarks/learn_kinds.py

It learns from data/training/kinds.csv and from the terms of the lexicon, never
from a set that measures. First it guesses each fifth of the stories from the
other four: that tells how good the guesses are, and the temperature that makes
their probabilities true. The same files give the same weights.
"""

import csv
import importlib
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from settings import kindfiles, wordfiles
from settings.mistakes import Mistake, Mistakes
from triage import kinds, learned
from triage.categories import Categories
from triage.lexicon import Lexicon

# They are installed for the peers only, so their types are unknown here.
np: Any = importlib.import_module("numpy")
sparse: Any = importlib.import_module("scipy.sparse")
linear: Any = importlib.import_module("sklearn.linear_model")
bayes: Any = importlib.import_module("sklearn.naive_bayes")
selection: Any = importlib.import_module("sklearn.model_selection")

_DATA = Path(__file__).parent.parent / "data"
_STRENGTH = 10.0
# Regression finds what sets kinds apart, Bayes learns more from the rare clue:
# together they guess better than either. What a step of each is worth.
_OF_REGRESSION, _OF_BAYES = 2.3, 2.0
_SMOOTHING = 0.05
_FOLDS = 5
_SEED = 4
_STEPS = 46
# A clue of one story only tells too little to be kept.
_FEWEST = 2
# Terms of the lexicon count as stories of one word, for less than real ones.
_TERM, _WEAK_TERM = 0.5, 0.2
_OUTLIERS = 99.95
# People say where it is, in a story of any kind: the words for it must tell nothing.
_EACH = 3
_WHERE = {
    "en": ("in {} community", "in {} subdistrict", "{} community, Longgang district"),
    "zh": ("在{}社区", "{}街道", "地点在龙岗区{}社区"),
}
# A story of which only the group is known, for all kinds of the group together.
_OF_GROUP = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The clues of a text whose kind is known, and how much it counts."""

    clues: set[str]
    kind: int
    worth: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Clues with their columns and rarities, and weights for each kind and clue."""

    columns: dict[str, int]
    rarities: Any
    weights: Any
    bias: Any

    def decisions(self, stories: list[Story]) -> Any:
        return _matrix(stories, self.columns, self.rarities) @ self.weights.T + self.bias


def main() -> None:
    mistakes: list[Mistake] = []
    categories = kindfiles.categories(_DATA, mistakes)
    lexicon = wordfiles.lexicon(_DATA, categories, mistakes)
    # Weights that cannot be read are no hindrance: they are about to be made.
    mistakes = [one for one in mistakes if one.file.suffix != ".txt"]
    if mistakes:
        raise SystemExit(str(Mistakes(mistakes)))
    with (_DATA / "training" / "kinds.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    leaves = [row.code for row in categories.rows if not categories.in_group(row.code)]
    codes = sorted({row["code"] for row in rows}.intersection(leaves))
    known = [row for row in rows if row["code"] in codes]
    stories = [
        Story(clues=kinds.clues(text, lexicon), kind=codes.index(row["code"]))
        for row, text in zip(known, _placed(known), strict=True)
    ]
    others = _terms(lexicon, categories, codes)
    for row in rows:
        others += _of_group(row, lexicon, categories, codes)
    temperature = _temperature(stories, others)
    _write(_fit(stories + others), codes, temperature)


def _placed(rows: list[dict[str, str]]) -> list[str]:
    """Return the texts of *rows*, each third with a place that it may not have told."""
    with (_DATA / "communities.csv").open(encoding="utf-8", newline="") as opened:
        places = list(csv.DictReader(opened))
    texts = []
    for at, row in enumerate(rows):
        place, latin = places[at % len(places)], row["text"].isascii()
        name = place["name_en"] if latin else place["name_zh_hans"]
        forms = _WHERE["en" if latin else "zh"]
        where = forms[at // _EACH % len(forms)].format(name.removesuffix("社区").split()[0])
        texts.append(f"{row['text']} {where}" if at % _EACH == 0 else row["text"])
    return texts


def _of_group(
    row: dict[str, str], lexicon: Lexicon, categories: Categories, codes: list[str]
) -> list[Story]:
    """Return a story of which only the group is known, once for each kind in it."""
    inside = [one.code for one in categories.in_group(row["code"]) if one.code in codes]
    clues = kinds.clues(row["text"], lexicon)
    return [
        Story(clues=clues, kind=codes.index(code), worth=_OF_GROUP / len(inside)) for code in inside
    ]


def _terms(lexicon: Lexicon, categories: Categories, codes: list[str]) -> list[Story]:
    """Return the terms of the lexicon that name one of *codes*."""
    meant = [(term, categories.of_word(term.category)) for term in lexicon.terms]
    return [
        Story(
            clues=kinds.clues(term.text, lexicon),
            kind=codes.index(category.code),
            worth=_WEAK_TERM if term.weak else _TERM,
        )
        for term, category in meant
        if category and category.code in codes and not term.category.startswith("danger.")
    ]


def _fit(stories: list[Story]) -> Model:
    counts = Counter(clue for story in stories for clue in story.clues)
    kept = sorted(clue for clue, count in counts.items() if count >= _FEWEST)
    columns = {clue: at for at, clue in enumerate(kept)}
    rarities = np.array([_rarity(len(stories), counts[clue]) for clue in kept])
    matrix = _matrix(stories, columns, rarities)
    truth, worth = [story.kind for story in stories], [story.worth for story in stories]
    regression = linear.LogisticRegression(C=_STRENGTH, max_iter=300)
    regression.fit(matrix, truth, sample_weight=worth)
    counting = bayes.MultinomialNB(alpha=_SMOOTHING, fit_prior=False)
    counting.fit(matrix, truth, sample_weight=worth)
    weights = _OF_REGRESSION * regression.coef_ + _OF_BAYES * counting.feature_log_prob_
    return Model(
        columns=columns,
        rarities=rarities,
        weights=weights - weights.mean(axis=0),
        bias=_OF_REGRESSION * (regression.intercept_ - regression.intercept_.mean()),
    )


def _rarity(stories: int, with_clue: int) -> float:
    """Return the inverse document frequency as it will be read back."""
    return learned.rarity(learned.rarity_byte(math.log((stories + 1) / (with_clue + 1)) + 1))


def _matrix(stories: list[Story], columns: dict[str, int], rarities: Any) -> Any:
    """Return a row of length one for each story."""
    cells: list[tuple[int, int, float]] = []
    for at, story in enumerate(stories):
        found = sorted(columns[clue] for clue in story.clues if clue in columns)
        length = learned.length(rarities[column] for column in found)
        cells += [(at, column, rarities[column] / length) for column in found]
    rows, some, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (rows, some)), shape=(len(stories), len(columns)))


def _temperature(stories: list[Story], terms: list[Story]) -> float:
    """Print how well stories are guessed that were not learned from.

    Return the temperature at which their kinds are most likely.
    """
    truth = np.array([story.kind for story in stories])
    decisions = np.zeros((len(stories), truth.max() + 1))
    folds = selection.StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for known, unknown in folds.split(decisions, truth):
        model = _fit([stories[at] for at in known] + terms)
        decisions[unknown] = model.decisions([stories[at] for at in unknown])
    best = np.argsort(-decisions, axis=1)
    first = (best[:, 0] == truth).mean()
    among = (best[:, :3] == truth[:, None]).any(axis=1).mean()
    candidates = np.arange(0.5, 6.0, 0.05)
    temperature = float(candidates[np.argmin([_loss(decisions / t, truth) for t in candidates])])
    print(f"{len(stories)} stories: first {first:.1%}, among three {among:.1%}")
    _print_surest(_shares(decisions / temperature), truth)
    print(f"temperature {temperature:.2f}")
    return temperature


def _print_surest(shares: Any, truth: Any) -> None:
    right = shares.argmax(axis=1) == truth
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        surely = shares.max(axis=1) >= least
        print(f"p >= {least}: {surely.mean():.1%} of the stories, {right[surely].mean():.1%} right")


def _shares(logits: Any) -> Any:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def _loss(logits: Any, truth: Any) -> float:
    return float(-np.log(_shares(logits)[np.arange(len(truth)), truth]).mean())


def _write(model: Model, codes: list[str], temperature: float) -> None:
    """Write the weights, each in 93 steps, so that a clue takes 50 bytes."""
    weights = model.weights * model.rarities / temperature
    scale = float(np.percentile(np.abs(weights), _OUTLIERS)) / _STEPS
    steps = np.clip(np.round(weights / scale), -_STEPS, _STEPS).astype(int) + learned.ZERO
    lines = [
        "# Learned by benchmarks/learn_kinds.py from data/training/kinds.csv and the lexicon.",
        "\t".join(("kinds", " ".join(codes))),
        "\t".join(("bias", " ".join(f"{one:.4f}" for one in model.bias / temperature))),
        f"scale\t{scale:.6g}",
    ]
    for clue, at in model.columns.items():
        row = bytes([learned.rarity_byte(model.rarities[at]), *steps[:, at]])
        lines.append(f"{clue}\t{row.decode('ascii')}")
    (_DATA / "kind_weights.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(model.columns)} clues")


if __name__ == "__main__":
    main()

"""Learn from messages of known danger what each clue is worth: data/danger_weights.txt.

Run it with the Python of the peers, which has scikit-learn, from the root:

    PYTHONPATH=. .venv/peers/bin/python benchmarks/learn_danger.py

It learns from data/training/danger.csv, from ordinary stories in
data/training/kinds.csv and from the words of data/, never from a set that
measures. First it judges each fifth of the messages from the others: that sets
how surely a message must speak of danger. The same files give the same weights.
"""

import csv
import importlib
import math
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from settings import kindfiles, wordfiles
from settings.mistakes import Mistake, Mistakes
from triage import danger, learned, words
from triage.danger import Danger
from triage.lexicon import Lexicon
from triage.signs import HARMLESS
from triage.spelling import Spelling

# They are installed for the peers only, so their types are unknown here.
np: Any = importlib.import_module("numpy")
sparse: Any = importlib.import_module("scipy.sparse")
linear: Any = importlib.import_module("sklearn.linear_model")
bayes: Any = importlib.import_module("sklearn.naive_bayes")
selection: Any = importlib.import_module("sklearn.model_selection")

_DATA = Path(__file__).parent.parent / "data"
_ANSWERS = ("none", *Danger)
_DANGERS = range(1, len(_ANSWERS))
_STRENGTH = 30.0
# What Bayes says counts half.
_COUNTED = 0.5
_SMOOTHING = 0.05
_FOLDS = 5
_SEED = 4
_STEPS = 46
# A clue of one message only tells too little to be kept.
_FEWEST = 2
# Pairs of sounds are many, and what they tell is mostly told by characters too.
_FEWEST_SOUNDS = 3
# Ordinary stories are many, words stand alone: they count less than messages.
_STORY, _WORD, _HARMLESS = 0.4, 0.3, 0.1
# Kinds whose stories often tell of danger themselves.
_UNSURE = ("care", "dispute.family", "gas.filling", "lead.gang.campus", "lead.gang.venue")
_WHERE = {
    "name_zh_hans": ("在{}", "就在{}地铁站B口", "{}三栋502"),
    "name_zh_hant": ("喺{}", "就在{}地鐵站B口"),
    "name_en": ("in {}", "at {} metro station"),
}
# Of the harmless messages that were not learned from, this share may alarm.
_FALSE = 0.05
_OUTLIERS = 99.95
# A byte holds no more.
_RAREST = 8.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The clues of a text, the danger it tells (0 is none), and how much it counts."""

    clues: set[str]
    answer: int
    worth: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Clues with their columns and rarities, and weights for each answer and clue."""

    columns: dict[str, int]
    rarities: Any
    weights: Any
    bias: Any

    def odds(self, messages: list[Message]) -> Any:
        """Return the logarithm of the odds that each of *messages* tells of danger."""
        matrix = _matrix(messages, self.columns, self.rarities)
        return -(matrix @ self.weights[0] + self.bias[0])


def main() -> None:
    lexicon = _with_words_of_messages(_lexicon())
    messages = [
        Message(clues=danger.clues(row["text"], lexicon), answer=_answer(row["trigger"]))
        for row in _rows("danger.csv")
    ]
    besides = [*_stories(lexicon), *_words(lexicon), *_places(lexicon)]
    least = _least(messages, besides)
    _write(_fit(messages + besides), least)


def _lexicon() -> Lexicon:
    mistakes: list[Mistake] = []
    lexicon = wordfiles.lexicon(_DATA, kindfiles.categories(_DATA, mistakes), mistakes)
    if any(mistake.file.name != "danger_weights.txt" for mistake in mistakes):
        raise SystemExit(str(Mistakes(mistakes)))
    return lexicon


def _with_words_of_messages(lexicon: Lexicon) -> Lexicon:
    """Return *lexicon* so that words which several messages have are no slips."""
    texts = {row["text"] for name in ("danger.csv", "kinds.csv") for row in _rows(name)}
    counts = Counter(w for text in texts for w in set(learned.latin_words(words.plain(text))))
    usual = sorted(word for word, count in counts.items() if count >= _FEWEST)
    return replace(lexicon, spelling=Spelling.of([*lexicon.signs.latin_words(), *usual]))


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / "training" / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _answer(trigger: str) -> int:
    return _ANSWERS.index(trigger or "none")


def _stories(lexicon: Lexicon) -> list[Message]:
    """Return ordinary stories, without those in which a word already names a danger."""
    known = {row["id"] for row in _rows("danger.csv")}
    return [
        Message(clues=danger.clues(row["text"], lexicon), answer=0, worth=_STORY)
        for row in _rows("kinds.csv")
        if row["id"] not in known
        and not row["code"].startswith(_UNSURE)
        and not danger.named(row["text"], lexicon)
    ]


def _places(lexicon: Lexicon) -> list[Message]:
    """Return lines that only say where, as they are typed when the place is asked."""
    with (_DATA / "communities.csv").open(encoding="utf-8", newline="") as opened:
        names = list(csv.DictReader(opened))
    return [
        Message(clues=danger.clues(line.format(row[column]), lexicon), answer=0, worth=_WORD)
        for row in names
        for column, lines in _WHERE.items()
        for line in lines
    ]


def _words(lexicon: Lexicon) -> list[Message]:
    """Return the words that name a danger, and the harmless ones, as messages."""
    found = []
    for phrase, names in lexicon.signs.by_phrase.items():
        # A word is short because it is a word; how long messages are it cannot tell.
        clues = {one for one in danger.clues(phrase, lexicon) if not one.startswith("#")}
        if HARMLESS in names:
            found.append(Message(clues=clues, answer=0, worth=_HARMLESS))
        else:
            dangers = [name for name in names if name in set(Danger)]
            found += [Message(clues=clues, answer=_answer(one), worth=_WORD) for one in dangers]
    return [message for message in found if message.clues]


def _fit(messages: list[Message]) -> Model:
    """Return what *messages* teach: first whether there is danger, then which."""
    counts = Counter(clue for message in messages for clue in message.clues)
    kept = sorted(clue for clue, count in counts.items() if count >= _fewest(clue))
    columns = {clue: at for at, clue in enumerate(kept)}
    rarities = np.array([_rarity(len(messages), counts[clue]) for clue in kept])
    matrix = _matrix(messages, columns, rarities)
    truth = np.array([one.answer for one in messages])
    worth = np.array([one.worth for one in messages])
    whether, bias = _told_apart(matrix, truth == 0, worth)
    real = truth > 0
    which = [_told_apart(matrix[real], truth[real] == at, worth[real]) for at in _DANGERS]
    return Model(
        columns=columns,
        rarities=rarities,
        weights=np.array([whether, *(weights for weights, _ in which)]),
        bias=np.array([bias, *(one for _, one in which)]),
    )


def _fewest(clue: str) -> int:
    return _FEWEST_SOUNDS if clue.startswith("'") else _FEWEST


def _told_apart(matrix: Any, truth: Any, worth: Any) -> tuple[Any, float]:
    """Return weights and a bias that tell the true rows of *matrix* from the others."""
    regression = linear.LogisticRegression(C=_STRENGTH, solver="liblinear")
    regression.fit(matrix, truth, sample_weight=worth)
    # Regression finds what sets dangers apart, Bayes learns more from a rare clue.
    counting = bayes.MultinomialNB(alpha=_SMOOTHING, fit_prior=False)
    counting.fit(matrix, truth, sample_weight=worth)
    no, yes = counting.feature_log_prob_
    return regression.coef_[0] + _COUNTED * (yes - no), float(regression.intercept_[0])


def _rarity(messages: int, with_clue: int) -> float:
    """Return the inverse document frequency as it will be read back."""
    frequency = math.log((messages + 1) / (with_clue + 1)) + 1
    return learned.rarity(learned.rarity_byte(min(frequency, _RAREST)))


def _matrix(messages: list[Message], columns: dict[str, int], rarities: Any) -> Any:
    """Return a row for each message, as `Learned.logits` weighs it."""
    cells: list[tuple[int, int, float]] = []
    for at, message in enumerate(messages):
        found = sorted(columns[clue] for clue in message.clues if clue in columns)
        length = learned.length(rarities[column] for column in found)
        cells += [(at, column, rarities[column] / length) for column in found]
    rows, some, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (rows, some)), shape=(len(messages), len(columns)))


def _least(messages: list[Message], besides: list[Message]) -> float:
    """Print how well messages are judged that were not learned from.

    Return the least odds at which few enough harmless ones alarm.
    """
    truth = np.array([message.answer for message in messages])
    odds = np.zeros(len(messages))
    folds = selection.StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for known, unknown in folds.split(odds, truth):
        model = _fit([messages[at] for at in known] + besides)
        odds[unknown] = model.odds([messages[at] for at in unknown])
    for share in (0.03, _FALSE, 0.1, 0.15):
        least = float(np.quantile(odds[truth == 0], 1 - share))
        missed = (odds[truth > 0] < least).mean()
        print(f"odds {least:+.2f}: {share:.1%} false alarms, {missed:.1%} missed")
    return float(np.quantile(odds[truth == 0], 1 - _FALSE))


def _write(model: Model, least: float) -> None:
    """Write the weights, each in 93 steps; *least* becomes even odds."""
    weights = model.weights * model.rarities
    scale = float(np.percentile(np.abs(weights), _OUTLIERS)) / _STEPS
    steps = np.clip(np.round(weights / scale), -_STEPS, _STEPS).astype(int) + learned.ZERO
    bias = model.bias + np.array([least, *(0.0 for _ in Danger)])
    lines = [
        "# Learned by benchmarks/learn_danger.py from data/training/ and data/danger_signs.csv.",
        "\t".join(("kinds", " ".join(_ANSWERS))),
        "\t".join(("bias", " ".join(f"{one:.4f}" for one in bias))),
        f"scale\t{scale:.6g}",
    ]
    for clue, at in model.columns.items():
        row = bytes([learned.rarity_byte(model.rarities[at]), *steps[:, at]])
        lines.append(f"{clue}\t{row.decode('ascii')}")
    (_DATA / "danger_weights.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(model.columns)} clues")


if __name__ == "__main__":
    main()

"""The files of words in data/: the lexicon, topics, and what was learned."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from settings import sheets
from settings.mistakes import Mistake
from triage.asides import Aside, Asides, is_known
from triage.categories import Categories
from triage.danger import Danger
from triage.learned import NOTHING, Learned
from triage.lexicon import HYPERBOLE, Lexicon, Term
from triage.signs import HARMLESS, Signs
from triage.topics import Topics

_NO_KIND = {HYPERBOLE, *Danger}
_COMMANDS = "meta."
_FILES = ("danger_words.csv", "lexicon.csv")
_HEAD = ("kinds", "bias", "scale")


def lexicon(folder: Path, categories: Categories, mistakes: list[Mistake]) -> Lexicon:
    """Return the words in the files of *folder*; what is wrong goes to *mistakes*."""
    terms = tuple(_terms(folder, categories, mistakes))
    return Lexicon.of(
        terms,
        topics=Topics.of(topics(folder, mistakes)),
        learned=learned(folder / "kind_weights.txt", mistakes),
        signs=Signs.of(_signs(folder, terms, mistakes)),
        alarms=learned(folder / "danger_weights.txt", mistakes),
    )


def _signs(
    folder: Path, terms: Iterable[Term], mistakes: list[Mistake]
) -> dict[str, tuple[str, ...]]:
    """Return the words of each sign of danger; strong words of a danger are one too."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in sheets.rows(folder / "danger_signs.csv", "sign terms", mistakes):
        row.needed("terms")
        found[row.needed("sign")] += row.several("terms")
    for term in terms:
        if term.category == HYPERBOLE:
            found[HARMLESS] += (term.text,)
        elif term.category in set(Danger) and not term.weak:
            found[term.category] += (term.text,)
    return found


def topics(folder: Path, mistakes: list[Mistake]) -> dict[str, tuple[str, ...]]:
    """Return the words of each topic."""
    seen: set[str] = set()
    found = {}
    for row in sheets.rows(folder / "topics.csv", "topic terms", mistakes):
        row.needed("terms")
        found[row.new("topic", seen)] = row.several("terms")
    return found


def asides(folder: Path, mistakes: list[Mistake]) -> Asides:
    """Return the words that residents say to the bot; an aside may have several rows."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in sheets.rows(folder / "asides.csv", "aside terms", mistakes):
        row.needed("terms")
        if not is_known(row["aside"]):
            row.wrong("aside", f"must be filler or one of {', '.join(Aside)}")
        found[row["aside"]] += row.several("terms")
    return Asides.of(found)


def learned(file: Path, mistakes: list[Mistake]) -> Learned:
    """Return the weights in *file*, which a program writes.

    Three lines of head, then one line a clue: the clue, a tab, its bytes.
    Lines that begin with # are remarks.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        found = _learned([line.split("\t") for line in lines if not line.startswith("# ")])
    except (OSError, ValueError):
        sentence = "cannot be read: make it anew with benchmarks/learn_kinds.py"
        mistakes.append(Mistake(file=file, line=1, key="", sentence=sentence))
        return NOTHING
    return found


def _learned(lines: list[list[str]]) -> Learned:
    """Return the weights in *lines*.

    Raises:
        ValueError: If anything is not as `benchmarks/learn_kinds.py` writes it.
    """
    (kinds, bias, scale), clues = [value for _, value in lines[: len(_HEAD)]], lines[len(_HEAD) :]
    if tuple(name for name, _ in lines[: len(_HEAD)]) != _HEAD:
        raise ValueError("not the head of a file of weights")
    weights = {clue: row.encode("ascii") for clue, row in clues}
    codes = tuple(kinds.split())
    if any(len(row) != len(codes) + 1 for row in weights.values()):
        raise ValueError("a clue without a weight for each kind")
    biases = tuple(map(float, bias.split()))
    if len(biases) != len(codes):
        raise ValueError("a kind without a bias")
    return Learned(kinds=codes, bias=biases, scale=float(scale), clues=weights)


def _terms(folder: Path, categories: Categories, mistakes: list[Mistake]) -> Iterator[Term]:
    seen: set[tuple[str, str]] = set()
    for name in _FILES:
        for row in sheets.rows(folder / name, "term script category concept strength", mistakes):
            _check_term(row, categories, seen)
            yield Term(
                text=row["term"],
                script=row["script"],
                category=row["category"],
                concept=row["concept"],
                weak=row["strength"] == "weak",
            )


def _check_term(row: sheets.Row, categories: Categories, seen: set[tuple[str, str]]) -> None:
    category = row["category"]
    known = category in _NO_KIND or category.startswith(_COMMANDS)
    if not known and categories.of_word(category) is None:
        row.wrong("category", f"{category} is not a category, nor one that categories.csv maps")
    if row["strength"] not in {"", "weak"}:
        row.wrong("strength", "must be weak or empty")
    if (row.needed("term"), category) in seen:
        row.wrong("term", f"{row['term']} stands under {category} twice")
    seen.add((row["term"], category))

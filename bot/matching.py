"""Which reports of a file are one incident, and learning to tell. Needs no database."""

import asyncio
import csv
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from bot import console
from bot.console import fail, out
from settings import matchfiles
from settings.datafiles import DistrictData, load_data
from settings.matchfiles import Matching, Weights
from triage.matching import hints, learning, reading
from triage.matching.archive import Archive, Placed
from triage.matching.fit import Row
from triage.matching.learning import Labelled, Sample
from triage.matching.reading import Reader, Reading, Source, Told

# Where no configuration says otherwise: the folder beside the program.
DATA = Path(__file__).parent.parent / "data"
_COLUMNS = ("id", "rank", "match_id", "score", "decision", "reasons")
_SAME = {"same", "1", "true", "yes"}
_OPTIONAL = ("title", "user", "category", "place")
# From so many reports on all cores read them, so many at a time.
_MANY = 200
_AT_A_TIME = 50
# What a process that reads was given when it began.
_LENT: dict[str, Reader] = {}


def match(source: Path, ranks: Path, leads: Path, data: Path) -> None:
    """Write for each report of *source* its best earlier ones, and its lead.

    Args:
        source: A CSV with id, time (ISO 8601) and text, and optionally title,
            user, category and place.
        ranks: The file to write: id,rank,match_id,score,decision,reasons.
        leads: The file to write: id,lead_id, one lead for each incident.
        data: The folder with words, places and weights.
    """
    district = load_data(data)
    readings = _read(_rows(source), source, _reader(district))
    placed = list(placements(readings, district.matching))
    with (
        ranks.open("w", encoding="utf-8", newline="") as best,
        leads.open("w", encoding="utf-8", newline="") as cases,
    ):
        csv.writer(best).writerow(_COLUMNS)
        csv.writer(best).writerows(_ranks(placed))
        csv.writer(cases).writerow(["id", "lead_id"])
        csv.writer(cases).writerows((one.id, one.lead) for one in placed)
    many = len({one.lead for one in placed})
    out.print(f"{len(placed)} reports, {many} incidents: {ranks}, {leads}", markup=False)


def calibrate(
    pairs: Path | None, texts: Path | None, target: Path, data: Path, config: Path | None = None
) -> None:
    """Learn weights from judged *pairs*; write them only if they are better.

    Officers' answers alone set right how sure the weights of now are; together
    with pairs, everything is learned anew.

    Args:
        pairs: A CSV with label (same or anything else) and id_a,id_b, and
            optionally weight and set; without *texts* also text_a,text_b,
            time_a,time_b.
        texts: The reports that the ids name, as for `match`, optionally with
            set: words are counted in each set by itself.
        target: The file of weights to write.
        data: The folder with words, places and the weights of now.
        config: The installation whose officers' answers are learned from too.
    """
    old = matchfiles.load(data / matchfiles.FILE)
    samples = [
        *([_of_pairs(pairs, texts, data)] if pairs else []),
        *([_of_answers(config)] if config else []),
    ]
    sample = Sample(
        train=tuple(row for one in samples for row in one.train),
        kept_back=tuple(row for one in samples for row in one.kept_back),
    )
    given = " and ".join([*([pairs.name] if pairs else []), *(["answers"] if config else [])])
    learn = learning.learned if pairs else learning.refined
    try:
        found = learn(sample, old.model)
    except ValueError as error:
        fail(f"The {given} {error}.")
    out.print(
        f"{len(sample.train)} pairs to learn from, {len(sample.kept_back)} kept back; mean surprise"
        f" at these: new weights {found.new_loss:.5f}, old weights {found.old_loss:.5f}.",
        markup=False,
    )
    if not found.better:
        fail("The new weights are no better on what was kept back, so they are not taken.")
    note = f"learned from {len(sample.train)} pairs of {given}"
    matchfiles.save(target, Weights(model=found.model, thresholds=old.thresholds, note=note))
    out.print(f"{target} written.", markup=False)


def _of_pairs(pairs: Path, texts: Path | None, data: Path) -> Sample:
    judged = _rows(pairs)
    sources = _rows(texts) if texts else _texts_in(judged, pairs)
    return _sample(judged, pairs, sources, load_data(data))


def _of_answers(config: Path) -> Sample:
    from bot import runtime
    from casework import calibrating

    async def act() -> Sample:
        async with runtime.opened(console.prepared(config)) as house:
            return await calibrating.sample(house)

    return asyncio.run(act())


def placements(readings: Sequence[Reading], matching: Matching) -> Iterator[Placed]:
    """Yield where each of *readings* ends, in their order."""
    counts = matching.background.with_more(0, {})
    for one in readings:
        counts.add(one.features)
    archive = Archive(counts, matching.model, matching.thresholds)
    for one in readings:
        yield archive.place(one)


def _sample(
    judged: Sequence[dict[str, str]],
    pairs: Path,
    sources: Sequence[dict[str, str]],
    district: DistrictData,
) -> Sample:
    train: list[Row] = []
    kept_back: list[Row] = []
    for name in dict.fromkeys(row.get("set", "") for row in sources):
        chosen = [row for row in sources if row.get("set", "") == name]
        readings = _read(chosen, pairs, _reader(district))
        known = {one.id for one in readings}
        labels = [_label(row, pairs) for row in judged if row.get("set", "") == name]
        within = [one for one in labels if {one.one, one.other} <= known]
        found = learning.sample(readings, within, district.matching.background)
        train.extend(found.train)
        kept_back.extend(found.kept_back)
    return Sample(train=tuple(train), kept_back=tuple(kept_back))


def _label(row: dict[str, str], file: Path) -> Labelled:
    try:
        weight = float(row.get("weight") or 1.0)
        same = row["label"].strip().casefold() in _SAME
        return Labelled(one=row["id_a"], other=row["id_b"], same=same, weight=weight)
    except (KeyError, ValueError):
        fail(f"{file} must have the columns id_a, id_b and label, and weight in numbers.")


def _texts_in(judged: Iterable[dict[str, str]], file: Path) -> list[dict[str, str]]:
    """Return the reports that stand in the pairs themselves, each once."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in judged:
        for side in ("_a", "_b"):
            one = {key.removesuffix(side): row[key] for key in row if key.endswith(side)}
            if not {"id", "text", "time"} <= one.keys():
                fail(f"{file} must have text_a, text_b, time_a and time_b, or give --texts.")
            found[row.get("set", ""), one["id"]] = one | {"set": row.get("set", "")}
    return list(found.values())


def _rows(source: Path) -> list[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            return [
                {key: value or "" for key, value in row.items() if key}
                for row in csv.DictReader(file)
            ]
    except FileNotFoundError:
        fail(f"{source} is not there.")
    except (UnicodeDecodeError, csv.Error):
        fail(f"{source} is not a CSV in UTF-8.")


def _reader(district: DistrictData) -> Reader:
    return hints.reader(district.lexicon, district.gazetteer)


def _read(rows: Sequence[dict[str, str]], source: Path, reader: Reader) -> list[Reading]:
    """Return what *rows* say, in order of time and id."""
    told = sorted((_told(row, source, at) for at, row in enumerate(rows, 2)), key=_order)
    if len(told) < _MANY:
        return [reading.read(one, reader) for one in told]
    # Forked, so that nobody loads the lists again.
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(mp_context=forked, initializer=_lend, initargs=(reader,)) as pool:
        sources = pool.map(_source, told, chunksize=_AT_A_TIME)
        return [reading.of_source(one) for one in sources]


def _lend(reader: Reader) -> None:
    _LENT["reader"] = reader


def _source(told: Told) -> Source:
    return reading.source(told, _LENT["reader"])


def _order(told: Told) -> tuple[datetime, str]:
    return told.time, told.id


def _told(row: dict[str, str], source: Path, line: int) -> Told:
    if not {"id", "time", "text"} <= row.keys():
        fail(f"{source} must have the columns id, time and text.")
    try:
        time = datetime.fromisoformat(row["time"])
    except ValueError:
        fail(f"{source}, row {line}: time must be a date and a time as in 2026-11-23T08:30.")
    return Told(
        id=row["id"],
        time=time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC),
        text=row["text"],
        **{key: row.get(key, "") for key in _OPTIONAL},
    )


def _ranks(placed: Iterable[Placed]) -> Iterator[tuple[object, ...]]:
    for one in placed:
        for found in one.matches:
            score = f"{found.score:.6f}"
            yield one.id, found.rank, found.id, score, found.decision.value, found.reasons

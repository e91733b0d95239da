"""Runs in turn, so that what else the machine does falls on all alike, and their tables."""

import asyncio
import statistics
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from processes import DiedError

T = TypeVar("T")
Runs = list[T | None]
"""One result a round; None where a run did not come to its end."""


async def in_turn(
    jobs: Mapping[str, Callable[[], Awaitable[T]]], rounds: int, *, seconds: float
) -> dict[str, Runs[T]]:
    """Run every job once a round; one that takes longer than *seconds* is given up."""
    found: dict[str, Runs[T]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name, job in jobs.items():
            print(f"round {number + 1}: {name}", file=sys.stderr)
            try:
                async with asyncio.timeout(seconds):
                    found[name].append(await job())
            except (TimeoutError, DiedError) as error:
                print(f"given up ({type(error).__name__}): {name}", file=sys.stderr)
                found[name].append(None)
    return found


def middle(runs: Runs[T], of: Callable[[T], float]) -> float | None:
    """Return the median over the runs that came to their end."""
    values = [of(run) for run in runs if run is not None]
    return statistics.median(values) if values else None


def ratio(runs: Runs[T], peer: Runs[T], of: Callable[[T], float]) -> float | None:
    """Return the median of the ratios to the *peer* of the same round."""
    pairs = zip(runs, peer, strict=True)
    ratios = [of(run) / of(beside) for run, beside in pairs if run and beside]
    return statistics.median(ratios) if ratios else None


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that *percent* of *values* do not exceed (nearest rank)."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def number(value: float | None, decimals: int = 0) -> str:
    """Return *value* as it stands in a table; a dash if there is none."""
    return "—" if value is None else f"{value:.{decimals}f}"


def share(value: float | None) -> str:
    """Return *value* in per cent."""
    return "—" if value is None else f"{value:.0%}"


def head(caption: str, *columns: str) -> None:
    """Print the caption and the head of a table; its first column is a name."""
    print(f"\n{caption}\n")
    row(*columns)
    row("---", *["---:"] * (len(columns) - 1))


def row(*cells: str) -> None:
    """Print a row of a table."""
    print(f"| {' | '.join(cells)} |", flush=True)

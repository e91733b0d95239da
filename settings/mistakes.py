"""What is wrong with a file that a person wrote, said in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to put right, and where it stands.

    *line* counts from 1; a thing that is missing has the line of the section
    it belongs in, or 1. *key* is dotted, `limits.workers`, and empty where the
    mistake is not about one key. *sentence* never holds a secret.
    """

    file: Path
    line: int
    key: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class Mistakes(Exception):
    """All mistakes of one or more files, so that one round of repair is enough."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.file, one.line, one.key)))
        super().__init__("\n".join(str(one) for one in self.mistakes))

from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TOKEN = "123456789:invented-token-of-nobody-at-all"


@pytest.fixture
def example() -> str:
    return EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
def config(tmp_path: Path, example: str) -> Path:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(example, encoding="utf-8")
    return path


@pytest.fixture
def with_line(config: Path, example: str) -> Callable[[str, str], int]:
    def put(old: str, new: str) -> int:
        before, found, after = example.partition(f"\n{old}\n")
        assert found
        config.write_text(f"{before}\n{new}\n{after}", encoding="utf-8")
        return before.count("\n") + 2

    return put

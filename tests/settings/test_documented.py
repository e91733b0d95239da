from pathlib import Path

import pytest

from settings import lines, model

ROOT = Path(__file__).parents[2]
SETTINGS = sorted(
    (*path, name)
    for path, section in model.sections().items()
    for name in section.model_fields
    if (*path, name) not in model.sections()
)


def dotted(path: lines.KeyPath) -> str:
    return ".".join(path)


@pytest.mark.parametrize("path", SETTINGS, ids=dotted)
def test_a_setting_stands_in_the_example_below_a_comment_of_its_own(
    path: lines.KeyPath, example: str
) -> None:
    line = lines.key_lines(example)[path]

    above = example.split("\n")[line - 2]

    assert above.startswith("# ")


def test_the_example_holds_nothing_but_settings(example: str) -> None:
    found = {entry.path for entry in lines.entries(example)}

    assert found == {*SETTINGS, *model.sections()} - {()}


@pytest.mark.parametrize("path", SETTINGS, ids=dotted)
def test_a_setting_is_named_in_the_operators_guide(path: lines.KeyPath) -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")

    assert f"`{dotted(path)}`" in guide

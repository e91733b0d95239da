import ast
import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import String

from casework.sayings import Text
from handlers import buttons
from handlers.residents.commands import COMMANDS
from locales import catalogue
from settings import loading
from settings.datafiles import load_data
from settings.model import Settings
from storage.tables import report
from tests.support import EXAMPLE
from triage import kinds
from triage.danger import Danger
from triage.drafts import TICKET_BYTES, Ticket
from triage.languages import Language

ROOT = Path(__file__).parents[2]
HOWTOS = sorted((ROOT / "docs" / "howto").glob("*.md"))
# The most that Telegram takes in a button (Bot API, InlineKeyboardButton).
BUTTON_BYTES = 64
ON_BUTTONS = ("button.", "mode.", "when.", "command.", "language.")
FEWEST_MESSAGES = 3
NOT_ON_BUTTONS = {"language.ask", "language.done"}

each_language = pytest.mark.parametrize("language", Language)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copyfile(EXAMPLE, tmp_path / "config.toml")
    return loading.load(tmp_path / "config.toml", token_needed=False)


def functions_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, functions)}


def words_in(folder: str) -> set[str]:
    """Every word with one dot in the code of *folder*: verbs, and keys of texts."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / folder).glob("*.py"))
    ]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    words = {node.value for node in nodes if isinstance(node.value, str)}
    return {word for word in words if re.fullmatch(r"[a-z]+\.[a-z]+", word)}


@pytest.mark.parametrize("page", HOWTOS, ids=lambda page: page.stem)
def test_a_howto_ends_with_tests_that_exist(page: Path) -> None:
    end = page.read_text(encoding="utf-8").partition("**Red when a step is missed:**")[2]

    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", end)

    assert named
    assert [name for path, name in named if name not in functions_in(path)] == []


@each_language
def test_a_text_on_a_button_has_no_tags(language: Language) -> None:
    for key, found in catalogue.texts(language).items():
        if key.startswith(ON_BUTTONS) and key not in NOT_ON_BUTTONS:
            assert not any(set("<>") & set(form) for form in found.forms), key


@each_language
def test_a_language_is_offered_by_its_name_and_names_the_district(
    language: Language, settings: Settings
) -> None:
    assert catalogue.label(f"language.{language}", language)
    assert settings.district.name(language)


@each_language
def test_a_language_has_words_of_danger(language: Language, settings: Settings) -> None:
    dangers = load_data(settings.district.data).dangers

    assert all(dangers[danger].words[language] for danger in Danger)

    # `hans`, `hant`, `en`: what is learned of a language was written in it.
    script = language.rpartition("-")[2].lower()
    with (settings.district.data / "training" / "danger.csv").open(encoding="utf-8") as opened:
        told = Counter(row["trigger"] for row in csv.DictReader(opened) if row["script"] == script)
    assert all(told[danger] >= FEWEST_MESSAGES for danger in Danger)


@each_language
def test_a_command_is_explained_in_every_language(language: Language) -> None:
    for name in COMMANDS:
        assert catalogue.say(f"command.{name}", language)
    explained = set(re.findall(r"^/([a-z]+)", catalogue.say("help", language), re.MULTILINE))

    assert explained == set(COMMANDS) - {"start", "help"}


def test_a_code_fits_its_column_and_a_button(settings: Settings) -> None:
    column = report.c.category.type
    assert isinstance(column, String)
    longest = column.length or 0
    ticket = Ticket(draft=b"\xff" * TICKET_BYTES, version=999)

    for category in load_data(settings.district.data).categories.rows:
        pressed = buttons.of_draft(Text(key="plain"), ticket, "kind", category.code)
        assert len(pressed.data.encode()) <= BUTTON_BYTES
        assert len(category.code) <= longest


def test_a_category_is_added_by_editing_data(tmp_path: Path, settings: Settings) -> None:
    folder = shutil.copytree(settings.district.data, tmp_path / "data")
    added = {
        "categories.csv": "dispute.drones,dispute,dispute,S3,无人机扰民,無人機擾民,Drones,\n",
        "questions.csv": "dispute.drones,1,多久飞一次？,多久飛一次？,How often does it fly?,when\n",
        "lexicon.csv": "无人机,zh-Hans,dispute.drones,drone,,\ndrone,en,dispute.drones,drone,,\n",
    }
    for name, line in added.items():
        rows = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(rows + line, encoding="utf-8")

    data = load_data(folder)

    drones = data.categories.by_code["dispute.drones"]
    found = kinds.guesses("無人機對著我家窗戶拍", data.lexicon, data.categories)
    assert [question.key for question in drones.questions] == ["dispute.drones.1"]
    assert "dispute.drones" in [guess.code for guess in found[:3]]


def test_every_verb_of_the_record_is_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    verbs = words_in("casework") - catalogue.keys()

    assert len(verbs) > 5
    assert [verb for verb in sorted(verbs) if f"`{verb}`" not in page] == []

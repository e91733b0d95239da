import ast
import re
import shutil
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
from triage.danger import Danger
from triage.drafts import TICKET_BYTES, Ticket
from triage.languages import Language

ROOT = Path(__file__).parents[2]
HOWTOS = sorted((ROOT / "docs" / "howto").glob("*.md"))
# The most that Telegram takes in a button (Bot API, InlineKeyboardButton).
BUTTON_BYTES = 64
ON_BUTTONS = ("button.", "mode.", "when.", "command.", "language.")
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
    terms = load_data(settings.district.data).lexicon.terms

    # Both Chinese scripts are looked up as one.
    tongue = re.compile(rf"{language.partition('-')[0]}\b")
    meant = {term.category for term in terms if tongue.match(term.script)}

    assert set(Danger) <= meant


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


def test_every_verb_of_the_record_is_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    verbs = words_in("casework") - catalogue.keys()

    assert len(verbs) > 5
    assert [verb for verb in sorted(verbs) if f"`{verb}`" not in page] == []

import pytest

from triage import codenames
from triage.languages import Language


@pytest.mark.parametrize("language", Language)
def test_no_two_names_are_alike(language: Language) -> None:
    names = {codenames.name(number, language) for number in range(codenames.COUNT)}

    assert len(names) == codenames.COUNT > 1_000


def test_a_name_is_the_same_in_both_scripts() -> None:
    for number in range(codenames.COUNT):
        simplified = codenames.name(number, Language.ZH_HANS)
        assert simplified == codenames.name(number, Language.ZH_HANT)
        assert len(simplified) == 2

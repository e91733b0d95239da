from pathlib import Path

import pytest

from settings import placefiles
from settings.datafiles import DistrictData, load_data
from settings.mistakes import Mistake
from triage.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def data() -> DistrictData:
    return load_data(Path(__file__).resolve().parents[2] / "data")


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    mistakes: list[Mistake] = []
    found = placefiles.gazetteer(Path(__file__).resolve().parents[2] / "data", mistakes)
    assert not mistakes
    return found

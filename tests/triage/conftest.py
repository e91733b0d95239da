from pathlib import Path

import pytest

from settings.datafiles import DistrictData, load_data


@pytest.fixture(scope="session")
def data() -> DistrictData:
    return load_data(Path(__file__).resolve().parents[2] / "data")

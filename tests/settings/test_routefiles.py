import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from settings import routefiles
from settings.datafiles import DistrictData, load_data
from settings.mistakes import Mistake
from tests.triage.route_play import reports
from triage import routes
from triage.danger import Danger
from triage.realms import Realm, realm_of
from triage.routes import RoutingTable
from triage.routing import Queue
from triage.rules import Facts

FOLDER = Path(__file__).resolve().parents[2] / "data"
DATA = load_data(FOLDER)
GOOD = {"category": "gas.*", "queue": "verification", "desk": "gas", "first_answer": "2h"}


def written(rows: list[dict[str, str]]) -> str:
    with (FOLDER / "routing.csv").open(encoding="utf-8") as ours:
        header = next(csv.reader(ours))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(file: Path, *rows: dict[str, str]) -> tuple[RoutingTable, list[Mistake]]:
    file.write_text(written(list(rows)), encoding="utf-8")
    mistakes: list[Mistake] = []
    table = routefiles.routing(FOLDER, file, DATA.categories, DATA.gazetteer, mistakes)
    return table, mistakes


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"category": ""}, "category is empty"),
        ({"category": "gaz"}, "category gaz is not a category, nor a group with .* behind it"),
        ({"category": "gaz.*"}, "category gaz.* is not a category, nor a group with .* behind it"),
        ({"danger": "danger.dog"}, "danger danger.dog must be danger.* or one of danger.suicide,"),
        ({"severity": "S1|S9"}, "severity S9 must be one of S0, S1, S2, S3"),
        ({"territory": "1"}, "territory 1 is no sub-district, no community and not unknown"),
        (
            {"time": "night"},
            "time must be open, closed or hours of the clock such as 22:00-06:00",
        ),
        ({"signs": "dog"}, "signs dog is not in case_signs.csv"),
        ({"queue": "gas"}, "queue must be one of urgent, verification, mediation, integrity, care"),
        ({"desk": ""}, "desk is empty"),
        ({"desk": "gaz"}, "desk gaz is not in desks.csv"),
        ({"desk": "family"}, "desk family does not serve the queue verification"),
        ({"set_severity": "S7"}, "set_severity must be one of S0, S1, S2, S3"),
        (
            {"first_answer": "2 hours"},
            "first_answer must be a number and min, h, d, wh or wd, such as 15min or 2wd",
        ),
    ],
)
def test_what_is_wrong_with_a_rule_is_named_with_its_line(
    tmp_path: Path, change: dict[str, str], sentence: str
) -> None:
    _, mistakes = read(tmp_path / "own.csv", GOOD, GOOD | change)

    assert {(one.file.name, one.line) for one in mistakes} == {("own.csv", 3)}
    assert mistakes[0].sentence.startswith(sentence)


def test_a_desk_that_serves_no_queue_and_a_queue_without_a_desk_are_named(tmp_path: Path) -> None:
    (tmp_path / "case_signs.csv").write_text("sign,raises,terms\n", encoding="utf-8")
    (tmp_path / "desks.csv").write_text(
        "code,queues,other_officer,name_zh_hans,name_zh_hant,name_en\n"
        "gas,verification|mediation|care|integrity,no,燃气,燃氣,Gas\n"
        "police,station,no,警察,警察,Police\n",
        encoding="utf-8",
    )
    mistakes: list[Mistake] = []
    (tmp_path / "routing.csv").write_text(written([]), encoding="utf-8")

    routefiles.routing(tmp_path, None, DATA.categories, DATA.gazetteer, mistakes)

    assert [f"{one.line}: {one.sentence}" for one in mistakes] == [
        "3: queues station must be one of urgent, verification, mediation, integrity, care",
        "1: no desk serves the queue urgent",
    ]


def test_a_group_means_its_kinds_and_a_sub_district_its_communities(tmp_path: Path) -> None:
    row = GOOD | {"category": "dispute.money.*", "territory": "440307013", "words": "欠薪|Wages"}

    table, mistakes = read(tmp_path / "own.csv", row | {"queue": "mediation", "desk": "labour"})

    (rule,) = table.rules
    assert not mistakes
    assert {"dispute.money", "dispute.wages", "dispute.coop"} <= rule.when.categories
    assert "dispute.noise" not in rule.when.categories
    assert {"440307013", "440307013002"} <= rule.when.territories
    assert rule.when.words == {"欠薪", "wages"}


def test_a_rule_that_an_earlier_one_shadows_is_found_and_one_beside_it_is_not(
    tmp_path: Path,
) -> None:
    table, _ = read(
        tmp_path / "own.csv",
        GOOD | {"category": "gas.storage", "words": "仓库"},
        GOOD | {"severity": "S0|S1"},
        GOOD | {"severity": "S2|S3"},
        GOOD | {"territory": "440307013"},
        GOOD | {"category": "lead.umbrella"},
    )

    shadowed, impossible = routes.idle(table, DATA.categories)

    assert (shadowed.rule.line, shadowed.shadowed_by) == (5, (3, 4))
    assert (impossible.rule.line, impossible.shadowed_by) == (6, ())


def cells(data: DistrictData) -> Iterator[tuple[str, st.SearchStrategy[str]]]:
    """What a district may write into a row, sensible or not."""
    codes = [row.code for row in data.categories.rows]
    yield "category", st.sampled_from(["*", "care.*", "lead.*", "dispute.*", *codes])
    yield "danger", st.sampled_from(["", "danger.*", *Danger])
    yield "severity", st.sampled_from(["", "S0", "S0|S1", "S2|S3"])
    yield "territory", st.sampled_from(["", "440307013", "unknown"])
    yield "time", st.sampled_from(["", "open", "closed", "22:00-06:00"])
    yield "signs", st.sampled_from(["", "minors", "weapon|patrol"])
    yield "set_severity", st.sampled_from(["", "S3", "S0"])


served = [(queue.value, desk.code) for desk in DATA.routing.desks.values() for queue in desk.queues]
rows = st.builds(
    lambda cells, to: cells | {"queue": to[0], "desk": to[1]},
    st.fixed_dictionaries(dict(cells(DATA))),
    st.sampled_from(served),
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=st.lists(rows, max_size=6), facts=reports(DATA))
def test_no_file_of_rules_lets_a_report_on_an_official_or_distress_out(
    tmp_path: Path, rules: list[dict[str, str]], facts: Facts
) -> None:
    table, mistakes = read(tmp_path / "own.csv", *rules)

    found = routes.route(table, facts)

    realm = realm_of(found.queue, facts.category.kind)
    assert not [one for one in mistakes if "lead.*" not in one.sentence]
    if facts.is_official:
        assert (found.queue, realm) == (Queue.INTEGRITY, Realm.INTEGRITY)
    elif facts.category.kind == "care":
        assert realm is Realm.CARE
        assert found.queue is Queue.CARE or facts.danger
    assert found.desk in table.desks

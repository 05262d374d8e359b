"""`kg network`: what it prints, draws and saves."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.checking import Checked, check_graph
from kg.cli import run
from kg.commands.network import network
from kg.export import export
from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.network.quads import CENTRALITY, COMMUNITIES
from kg.ontology import Ontology
from kg.query import run_query

Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Rows = list[dict[str, str]]
Kg = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, report: Report, shipped: Ontology) -> Path:
    folder = tmp_path_factory.mktemp("network") / "store"
    news = (
        report("a", "2022-03-07", "Israel|condemned|Iran", "Iran|condemned|Israel", "Israel|metWith|Egypt"),
        report("b", "2022-03-09", "Egypt|metWith|Iran", "Egypt|phoned|Jordan", "Ann Lee|represents|Israel"),
        report("c", "2023-01-02", "Israel|bombed|Iran", "Jordan|aided|Iraq", "Ann Lee|phoned|Jordan"),
        report("d", "2023-01-09", "Israel|aided|Iran", "Peru|condemned|Chile"),
    )
    with open_store(folder, create=True) as opened:
        update(opened, news, shipped, "m")
    return folder


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str]) -> Kg:
    def call(*arguments: object) -> tuple[int, str, str]:
        status = run(["network", *map(str, arguments)])
        said = capfd.readouterr()
        return status, said.out, said.err

    return call


def rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_subcommand_has_help_and_an_example() -> None:
    for name, command in network.commands.items():
        assert command.help
        assert command.epilog
        assert f"kg network {name}" in command.epilog
        assert all(getattr(option, "help", None) for option in command.params if option.param_type_name == "option")


def test_centrality(kg: Kg, store: Path) -> None:
    status, out, _ = kg("centrality", "--store", store, "--by", "degree", "--format", "csv")
    found = rows(out)
    assert status == 0
    assert [row["actor"] for row in found][:2] == ["Egypt", "Israel"]
    assert [row["degree"] for row in found][:2] == ["3", "3"]
    assert {row["node"] for row in found} == {"ann-lee", "chile", "egypt", "iran", "iraq", "israel", "jordan", "peru"}
    _, out, _ = kg("centrality", "--store", store, "--top", 2, "--format", "json")
    assert [row["reports"] for row in json.loads(out)] == [5, 4]  # Israel: 3 with Iran, and Egypt, Ann Lee


def test_communities_are_told_with_their_modularity(kg: Kg, store: Path) -> None:
    _, out, err = kg("communities", "--store", store, "--format", "csv")
    home = {row["actor"]: row["community"] for row in rows(out)}
    assert home["Peru"] == home["Chile"] != home["Israel"] == home["Iran"]
    assert "communities, modularity 0." in err


def test_brokers_by_type(kg: Kg, store: Path) -> None:
    _, out, _ = kg("brokers", "--store", store, "--by", "type", "--officials", "--format", "csv")
    jordan = next(row for row in rows(out) if row["actor"] == "Jordan")
    assert (jordan["group"], jordan["coordinator"], jordan["liaison"]) == ("Country", "2", "0")


def test_a_path_has_its_sentences(kg: Kg, store: Path) -> None:
    _, out, _ = kg("path", "Israel", "Iraq", "--store", store, "--officials", "--format", "json")
    steps = json.loads(out)
    assert [(step["a"], step["b"]) for step in steps] == [("Israel", "Jordan"), ("Jordan", "Iraq")]
    assert steps[1]["sentences"] == ["c."]
    assert steps[1]["relations"] == ["Jordan → aided Iraq"]
    status, out, err = kg("path", "Israel", "Peru", "--store", store, "--format", "csv")
    assert (status, rows(out), err) == (0, [], "kg: nothing connects Israel and Peru\n")
    status, _, err = kg("path", "Israel", "israel", "--store", store)
    assert (status, err) == (1, "kg: 'Israel' and 'israel' are the same: Israel\n")
    status, _, err = kg("path", "Israel", "Irak", "--store", store)
    assert status == 1
    assert "did you mean" in err


def test_ego(kg: Kg, store: Path) -> None:
    _, out, err = kg("ego", "Israel", "--store", store, "--format", "csv")
    assert [(row["actor"], row["reports"], row["tone"]) for row in rows(out)] == [
        ("Iran", "3", rows(out)[0]["tone"]),
        ("Ann Lee", "1", ""),
        ("Egypt", "1", "1.0"),
    ]
    assert float(rows(out)[0]["tone"]) < 0
    assert "3 around Israel, density among them 0.333" in err


def test_balance(kg: Kg, store: Path) -> None:
    _, out, _ = kg("balance", "--store", store, "--format", "csv")
    figures = {row["figure"]: row["value"] for row in rows(out)}
    assert figures["triads: two foes with a friend in common"] == "1"
    assert (figures["degree of balance"], figures["frustrated ties"]) == ("0.0", "1")
    _, out, _ = kg("balance", "--store", store, "--show", "triads", "--format", "csv")
    assert [(row["a"], row["b"], row["c"], row["balanced"]) for row in rows(out)] == [
        ("Egypt", "Iran", "Israel", "false")
    ]
    _, out, _ = kg("balance", "--store", store, "--show", "frustrated", "--format", "csv")
    assert len(rows(out)) == 1
    _, out, _ = kg("balance", "--store", store, "--show", "camps", "--format", "csv")
    assert {row["camp"] for row in rows(out)} == {"1", "2"}


def test_top(kg: Kg, store: Path) -> None:
    every = rows(kg("communities", "--store", store, "--format", "csv")[1])
    first = rows(kg("communities", "--store", store, "--format", "csv", "--top", "1")[1])
    assert len(first) == len({row["community"] for row in every}) < len(every)
    assert first == [next(row for row in every if row["community"] == one["community"]) for one in first]
    for name in (["balance", "--show", "camps"], ["ego", "Israel"]):
        every, first = (rows(kg(*name, "--store", store, "--format", "csv", *top)[1]) for top in ([], ["--top", "2"]))
        assert first == every[:2] != every


def test_an_endpoint_is_refused_in_one_line(kg: Kg) -> None:
    status, out, err = kg("centrality", "--store", "http://localhost:1/query")
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert "needs the store's folder" in err


def test_change(kg: Kg, store: Path) -> None:
    _, out, _ = kg("change", "--before", "2022", "--after", "2023", "--store", store, "--format", "csv")
    found = {(row["a"], row["b"]): row["change"] for row in rows(out)}
    assert found["Iran", "Israel"] == "more reports"
    assert found["Iraq", "Jordan"] == "new"
    assert found["Egypt", "Israel"] == "gone"
    status, _, err = kg("change", "--before", "2022", "--after", "2022-03", "--store", store)
    assert status == 2
    assert "have days in common" in err


@pytest.mark.parametrize("name", ["centrality", "brokers", "change"])
def test_where_no_ties_are_a_line_says_so(kg: Kg, tmp_path: Path, name: str) -> None:
    with open_store(tmp_path / "s", create=True):
        pass
    periods = ["--before", "2021", "--after", "2022"] if name == "change" else []
    status, out, err = kg(name, *periods, "--store", tmp_path / "s")
    assert (status, rows(out)) == (0, [])
    assert err.startswith("kg: no ties there; ")
    assert len(err.splitlines()) == 1


def test_who_has_no_ties_is_told_apart_from_who_has_few(
    kg: Kg, tmp_path: Path, report: Report, shipped: Ontology
) -> None:
    with open_store(tmp_path / "s", create=True) as opened:
        update(opened, [report("a", "2022-03-07", "Israel|condemned|Iran")], shipped, "m")
    status, out, err = kg("ego", "Israel", "--from", "2024", "--store", tmp_path / "s")
    assert (status, rows(out)) == (0, [])
    assert err.startswith("kg: Israel is no actor with ties here; ")
    assert kg("ego", "Israel", "--store", tmp_path / "s")[2] == "kg: 1 around Israel, density among them 0.000\n"


def test_pictures_are_whole_and_never_over_another_file(kg: Kg, store: Path, tmp_path: Path) -> None:
    picture = tmp_path / "a.svg"
    for name in (["centrality"], ["communities"], ["balance"], ["ego", "Israel"]):
        status, _, err = kg(*name, "--store", store, "--plot", picture, "--force")
        assert (status, picture.read_bytes()[:5]) == (0, b"<?xml"), err
    status, out, err = kg("communities", "--store", store, "--plot", picture)
    assert (status, out) == (1, "")
    assert "exists already" in err


def test_figures_are_saved_beside_the_graph_and_pass_the_check(
    kg: Kg, tmp_path: Path, report: Report, shipped: Ontology
) -> None:
    news = [report("a", "2022-03-07", "Israel|condemned|Iran", "Israel|metWith|Egypt")]
    with open_store(tmp_path / "s", create=True) as opened:
        update(opened, news, shipped, "m")
        before = set(opened.quads())
    for _ in range(2):  # the second time replaces what the first wrote
        for name in ("centrality", "communities"):
            assert kg(name, "--store", tmp_path / "s", "--save")[0] == 0
    with open_store(tmp_path / "s") as opened:
        added = set(opened.quads()) - before
        assert {quad.graph_name for quad in added} == {CENTRALITY, COMMUNITIES}
        query = "SELECT ?degree { GRAPH ?g { kgr:israel kg:degree ?degree ; kg:pageRank ?rank } }"
        assert [row["degree"].value for row in run_query(opened, query)] == ["2"]  # type: ignore[union-attr]
        update(opened, [report("b", "2022-03-08", "Israel|condemned|Iran")], shipped, "m")
        assert added <= set(opened.quads())  # a build leaves it alone
        with (tmp_path / "all.nq").open("wb") as file:
            export(opened, "nquads", file)
    assert list(check_graph(tmp_path / "all.nq", Checked())) == []


def test_the_answer_does_not_depend_on_the_seed_of_hashes(store: Path) -> None:
    code = (
        "import sys; from kg.cli import run\n"
        "for name in ('centrality', 'communities', 'brokers', 'balance'):\n"
        f"    run(['network', name, '--store', {str(store)!r}, '--format', 'csv'])\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1

"""The demonstration office: what it counts, that no rule is broken, that every page has something to show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import (
    cycles,
    deductions,
    demo,
    evidence,
    reconciliation,
    risk,
    scores,
    scoring,
    statistics,
    tasks,
    years,
)
from dvcq_desktop.demo_scores import read_sample
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_warnings import warnings_of_year
from dvcq_desktop.points import format_points
from dvcq_desktop.vietnamese import clean
from tests.support import content, operator


@pytest.fixture(scope="module")
def office(fresh: Callable[[], Connection]) -> Iterator[Connection]:
    made = fresh()
    operator(made)(demo.fill_demo)
    yield made
    made.close()


def rows(db: Connection) -> dict[str, scores.ScoreRow]:
    return {row.code: row for row in scores.score_rows(db, 2025)}


def test_three_years_of_which_the_invented_one_is_closed_and_says_so(office: Connection) -> None:
    known = {cycle.year: cycle for cycle in cycles.all_cycles(office)}
    assert sorted(known) == [2023, 2024, 2025]
    assert known[2023].closed
    assert "minh họa" in known[2023].lock_note
    assert not known[2024].closed
    assert not known[2025].closed


def test_2024_leaves_nine_and_a_half_points_unexplained(office: Connection) -> None:
    line = reconciliation.reconcile(office, 2024).total
    assert line.sentence() == "94,00 − 78,50 = 15,50; đã giải thích 6,00; còn 9,50 chưa giải thích."
    assert line.without_points == 1


def test_2023_is_explained_to_the_last_point(office: Connection) -> None:
    line = reconciliation.reconcile(office, 2023).total
    assert (line.difference, line.explained, line.unexplained) == (775, 775, 0)
    assert all(d.reason.startswith("(Minh họa)") for d in deductions.deductions(office, 2023))


def test_2025_is_scored_but_for_two_items(office: Connection) -> None:
    found = rows(office)
    assert len(found) == 32
    assert [code for code, row in found.items() if not row.scored] == ["10.2", "10.4"]
    totals = scores.totals(office, 2025, "self")
    assert (totals.total.all, totals.total.missing, totals.class_label) == (8317, 2, "Hoàn thành tốt nhiệm vụ")
    assert not scores.totals(office, 2025, "appraised").itemised


def test_2025_has_proof_explanations_and_work_left(office: Connection) -> None:
    found = rows(office)
    assert [code for code, row in found.items() if row.lacks_proof] == ["6.3", "9.2"]
    explained = [c for c, row in found.items() if row.scored and not row.evidence and row.score.explanation]
    assert explained == ["6.2", "7.2", "8.3"]
    assert [c for c, row in found.items() if row.score.not_applicable != "no"] == ["5.2"]
    assert sum(1 for row in found.values() if row.evidence) == 24


def test_the_lock_asks_for_the_scores_and_then_for_the_proof(fresh: Callable[[], Connection]) -> None:
    db = fresh()
    run = operator(db)
    run(demo.fill_demo)
    with pytest.raises(RuleBroken, match=r"10\.2, 10\.4"):
        run(scores.lock_scores, 2025)
    for code in ("10.2", "10.4"):
        run(scores.set_self, 2025, rows(db)[code].item.id, "0")
    with pytest.raises(RuleBroken, match=r"6\.3, 9\.2"):
        run(scores.lock_scores, 2025)
    db.close()


def test_every_score_is_what_its_rule_gives(office: Connection) -> None:
    for row in rows(office).values():
        if row.score.self_points is None:
            continue
        entered = json.loads(row.score.entered)
        assert entered, row.code
        params = json.loads(row.item.rule_params)
        assert scoring.score_item(row.item.rule, row.item.max_points or 0, params, entered) == row.score.self_points
        assert row.score.basis, row.code


def test_figures_in_the_basis_are_those_entered(office: Connection) -> None:
    for row in rows(office).values():
        entered = json.loads(row.score.entered)
        if "of" in entered:
            assert str(entered["done"]) in row.score.basis, row.code
            assert str(entered["of"]) in row.score.basis or entered["done"] == entered["of"], row.code


def test_evidence_is_dated_on_working_days_before_the_merger_in_the_order_of_its_numbers(office: Connection) -> None:
    found = office.execute(
        "SELECT kind, reference, issued_on, issuer, title FROM evidence ORDER BY issued_on, id"
    ).fetchall()
    assert 38 <= len(found) <= 45
    last: dict[str, int] = {}
    for row in found:
        day = date.fromisoformat(row["issued_on"])
        assert date(2025, 1, 2) <= day <= date(2025, 6, 30)
        assert day.weekday() < 5, row["title"]
        assert not date(2025, 1, 25) <= day <= date(2025, 2, 2), "Tết"
        assert row["issuer"]
        if row["reference"]:
            match = re.fullmatch(r"(\d{2})/(\w+)-[\w-]+", row["reference"])
            assert match, row["reference"]
            assert int(match[1]) > last.get(match[2], 0), row["reference"]
            last[match[2]] = int(match[1])


def test_evidence_words_are_those_of_papers(office: Connection) -> None:
    item = rows(office)["1.2"].item
    words = evidence.evidence_words(evidence.evidence_of_item(office, 2025, item.id))
    assert words == "Công văn 25/UBND-VP ngày 26/02/2025; Báo cáo 64/BC-UBND ngày 13/06/2025"


def test_sentences_are_clean_and_end_as_sentences() -> None:
    sample = read_sample()
    texts = [row[key] for row in sample["score"] for key in ("basis", "explanation", "reason") if key in row]
    texts += [row[key] for row in sample["deduction"] for key in ("reason", "remedy")]
    for text in texts:
        assert text == clean(text)
        assert text.endswith("."), text
        assert text[0].isupper() or text[0].isdigit() or text[0] == "(", text
    assert len(set(texts)) == len(texts)


def test_every_page_has_something_to_show(office: Connection) -> None:
    assert len(tasks.tasks(office, 2025)) == 18
    assert len(statistics.known_years(office)) == 3
    assert statistics.repeated_deductions(office)
    assert [r.row.code for r in risk.year_risk(office, 2025).items if r.at_risk]
    assert risk.tasks_by_urgency(office, 2025, date(2025, 9, 1))


def test_the_closed_year_stays_closed(office: Connection) -> None:
    with pytest.raises(RuleBroken, match="2023 đã khóa"):
        reconciliation.set_totals(office, 2023, self_total="90", appraised_total="", class_label="")


def test_the_next_year_can_be_opened_from_it(fresh: Callable[[], Connection]) -> None:
    db = fresh()
    run = operator(db)
    run(demo.fill_demo)
    opened = run(years.open_next_year, 2025)
    assert (opened.year, opened.kept) == (2026, 18)
    db.close()


def test_the_demonstration_office_is_filled_once_only(fresh: Callable[[], Connection]) -> None:
    db = fresh()
    run: Callable[..., Any] = operator(db)
    run(demo.fill_demo)
    before = content(db)
    with pytest.raises(RuleBroken, match="đã có dữ liệu"):
        run(demo.fill_demo)
    assert content(db) == before
    db.close()


def test_totals_equal_the_sum_of_the_items(office: Connection) -> None:
    points = sum(row.score.self_points or 0 for row in rows(office).values())
    absent = sum(row.item.max_points or 0 for row in rows(office).values() if row.score.not_applicable == "full")
    assert format_points(points + absent) == "83,17"


def test_papers_carry_their_signer_and_a_few_doubts_are_left(office: Connection) -> None:
    doubts = warnings_of_year(office, 2025)
    assert 2 <= len(doubts) <= 5
    assert {one.key for found in doubts.values() for one in found} == {"unsigned"}

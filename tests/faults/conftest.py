"""Runs the tests marked `injected` in a process of their own, under the library that lets the disk fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import inject

ROOT = Path(__file__).resolve().parents[2]
_TOLD = "DVCQ_INJECTED_REPORT"  # the file the process under the library writes its results to
_RESULTS = pytest.StashKey[dict[Path, dict[str, list[dict[str, str]]]]]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Outside that process a relay stands in for each such test: it starts the process once for each file of tests."""
    if inject.BUILT in os.environ:
        return
    config.stash[_RESULTS] = {}
    for place, item in enumerate(items):
        if item.get_closest_marker("injected") and not isinstance(item, Relayed):
            items[place] = Relayed.from_parent(item.parent, name=item.name)


class Relayed(pytest.Item):
    """A test that runs elsewhere; passes, fails and is skipped as it did there."""

    def runtest(self) -> None:
        if why := inject.missing():
            pytest.skip(why)
        results = self.config.stash[_RESULTS]
        if self.path not in results:
            wanted = [
                item.nodeid for item in self.session.items if isinstance(item, Relayed) and item.path == self.path
            ]
            results[self.path] = _run_under_the_library(wanted)
        reports = results[self.path].get(self.nodeid)
        assert reports, f"it did not run:\n{results[self.path]['']}"
        for report in reports:
            print(report["out"], end="")  # noqa: T201 - the figures, for pytest -s
            if report["outcome"] == "failed":
                pytest.fail(report["text"], pytrace=False)
            if report["outcome"] == "skipped":
                pytest.skip(report["text"])

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


def _run_under_the_library(wanted: list[str]) -> dict[str, list[dict[str, str]]]:
    """What each test told, by its id; under "" what the process wrote."""
    results = defaultdict(list)
    with inject.room() as folder:
        told = Path(folder, "told")
        run = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "pytest", "-p", "no:cacheprovider", *wanted],
            cwd=ROOT,
            env={**os.environ, **inject.build(Path(folder)), _TOLD: str(told)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        results[""].append({"out": run.stdout[-4000:] + run.stderr[-4000:]})
        for line in told.read_text(encoding="utf-8").splitlines() if told.exists() else ():
            report = json.loads(line)
            results[report["id"]].append(report)
    return dict(results)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if _TOLD in os.environ and (report.when == "call" or report.outcome != "passed"):
        text = str(report.longrepr[2]) if report.skipped else report.longreprtext
        line = {"id": item.nodeid, "outcome": report.outcome, "text": text, "out": report.capstdout}
        with Path(os.environ[_TOLD]).open("a", encoding="utf-8") as told:
            told.write(json.dumps(line) + "\n")
    return report

"""README and docs say what is there: commands exist, links lead somewhere, the shown example gives what is shown."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.settings import Settings
from evaluation.headline.documents import read_documents
from evaluation.headline.figures import interval, number
from evaluation.headline.runs import all_runs
from matcher.engine import Engine
from tests.conftest import Demo

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "NOTICE.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
GROUPS = {"batch", "recommend", "sources", "duplicates", "curriculum", "market", "programmes"}
COMMANDS = sorted({line.split("#")[0].strip() for line in README.splitlines() if line.startswith("sepadan ")})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_has_a_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [word for word in command.split()[1:] if not word.startswith("-")]
    names = words[:2] if words[0] in GROUPS else words[:1]
    assert main([*names, "--help"]) == 0
    shown = capsys.readouterr().out
    options = [word for word in command.split() if word.startswith("--")]
    assert all(option in shown for option in options)


def test_the_model_card_states_no_interval_that_stands_nowhere_else() -> None:
    card = (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
    pages = [ROOT / "docs" / "measured-notes.md", *(ROOT / "docs" / "decisions").glob("*.md")]
    rows = [row for one in read_documents([run.name for run in all_runs()]).values() for row in one.rows]
    elsewhere = README + "".join(page.read_text(encoding="utf-8") for page in pages)
    elsewhere += " ".join(f"{number(row.value)} {interval(row)}" for row in rows)
    flat = " ".join(elsewhere.replace("*", "").split())
    table = card.split("## Metrics")[1].split("\n## ")[0]
    figures = re.findall(r"\.\d+ \[[^\]]+\]", table)
    assert len(figures) >= 6
    assert [figure for figure in figures if figure not in flat] == []


@pytest.mark.model
def test_the_normalise_example_gives_what_the_readme_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    part = README.split("<!-- example: normalise -->")[1]
    line = re.search(r"echo '(.*)' > titles.jsonl", part)
    shown = re.search(r"```json\n(.*?)\n```", part, re.DOTALL)
    assert line is not None
    assert shown is not None
    Path("titles.jsonl").write_text(line[1] + "\n", encoding="utf-8")
    assert main(["normalise", "--input", "titles.jsonl", "--output", "coded.jsonl"]) == 0
    found, expected = json.loads(Path("coded.jsonl").read_text(encoding="utf-8")), json.loads(shown[1])
    assert [c["code"] for c in found["kbji"]] == [c["code"] for c in expected["kbji"]]
    assert [c["score"] for c in found["kbji"]] == pytest.approx([c["score"] for c in expected["kbji"]], abs=0.01)
    assert found["skills"] == expected["skills"]
    assert found["uncertain"] is expected["uncertain"]


def words_and_numbers(text: str) -> tuple[list[str], list[float]]:
    """What a table says, apart from how it is drawn and where its lines are broken."""
    bare = re.sub(r"[^\w.,%/()+-]+", " ", re.sub("[\u2500-\u257f]", " ", text))
    number = r"(?<![\w.])\d+(?:\.\d+)?"
    return re.sub(number, "N", bare).split(), [float(found) for found in re.findall(number, bare)]


@pytest.mark.model
def test_the_recommend_postings_example_gives_what_the_readme_shows(
    demo_world: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEPADAN_HOME", str(shutil.copytree(demo_world.home, tmp_path / "home")))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("api.cli.recommend_postings.today", lambda: date(2026, 11, 26))
    part = README.split("<!-- example: recommend postings -->")[1]
    command, shown, line = (
        found[1]
        for kind in ("sh", "text", "json")
        if (found := re.search(rf"```{kind}\n(.*?)\n```", part, re.DOTALL)) is not None
    )
    assert main(command.split()[1:]) == 0
    (words, numbers), (shown_words, shown_numbers) = (
        words_and_numbers(capsys.readouterr().out),
        words_and_numbers(shown),
    )
    assert words == shown_words
    assert numbers == pytest.approx(shown_numbers, rel=0.03, abs=0.5)
    found, expected = json.loads(Path("lists.jsonl").read_text(encoding="utf-8").splitlines()[0]), json.loads(line)
    assert list(found) == list(expected)
    assert [found[name] for name in ("worker", "posting", "rank")] == [
        expected[name] for name in ("worker", "posting", "rank")
    ]
    assert found["score"] == pytest.approx(expected["score"], abs=0.01)


def test_the_curl_example_is_answered(engine: Engine) -> None:
    body = re.search(r"curl -s localhost:8000(\S+) .*? -d '(.*?)'", README, re.DOTALL)
    assert body is not None
    engine.build()
    client = TestClient(create_app(Settings(home=engine.home.root), engine))
    answer = client.post(body[1], content=body[2], headers={"content-type": "application/json"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["matches"] == []

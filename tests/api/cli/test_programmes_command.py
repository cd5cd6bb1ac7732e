"""``sepadan programmes`` and its guide: the example of the guide does what the guide says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from api.cli.programme_tables import VERDICTS
from tests.api.cli.conftest import Cli
from tests.matcher.programmes.people import appended, copied_tables

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "programmes-guide.md"
DAY = ("--as-of", "2026-11-27")
PEOPLE = (
    {
        "id": "orang-1",
        "wish": "operator jahit",
        "education": "SMA",
        "answers": {"age_years": 19, "citizen": True},
        "needs": ["abroad"],
    },
    {"id": "orang-2", "wish": "kasir", "answers": {"age_years": "sembilan belas"}},
    {"id": "orang-3", "wish": "kasir", "answers": [19]},
    {"id": "orang-4", "experience_months": "lama"},
    {"id": "orang-5", "wish": "kasir"},
    "{",
)


def test_programmes_are_listed_and_shown_without_an_installation(cli: Cli) -> None:
    every = cli("programmes", "list", *DAY, "--json")
    assert every.code == 0
    assert len(every.document["programmes"]) >= 40
    some = cli("programmes", "list", *DAY, "--kind", "overseas", "--need", "abroad")
    assert "Diketahui sampai" in some.out
    shown = cli("programmes", "show", "jkp", *DAY)
    assert "PP 6/2025" in shown.out
    assert "diverifikasi" in shown.out
    assert cli("programmes", "show", "tkm-lanjutan", "--json").document["benefits"][0]["low"] == 15_000_000
    assert not cli.home.exists()
    assert cli.encoder.calls == 0


def test_a_person_is_checked_by_answers_alone_and_by_the_twin_of_recommend(cli: Cli) -> None:
    words = ("--answer", "age_years=18", "--answer", "education=SMK", *DAY)
    found = cli("programmes", "check", *words, "--json", "--k", "200")
    assert found.code == 0
    verdicts = {one["id"]: one["verdict"] for one in found.document["programmes"]}
    assert verdicts["pelatihan-vokasi-2026"] == "eligible"
    assert cli("recommend", "programmes", *words, "--json", "--k", "200").document == found.document
    table = cli("programmes", "check", *words, "--k", "3", "--need", "training")
    assert "Yang perlu ditanyakan" in table.out
    assert "pertanyaan lain" in table.out
    assert cli.encoder.calls == 0


def test_a_person_of_whom_all_is_known_is_asked_nothing(cli: Cli) -> None:
    everything = cli("programmes", "check", "--json").document["questions"]
    answers = {"yes_no": "ya", "number": "30", "level": "S1", "province": "32", "words": "keperawatan"}
    said = [f"{one['field']}={one['choices'][0] if one['choices'] else answers[one['kind']]}" for one in everything]
    said = ["jkp_months_24=20" if one.startswith("jkp_months_24=") else one for one in said]
    said = ["college_semesters=8" if one.startswith("college_semesters=") else one for one in said]
    options = [word for one in said for word in ("--answer", one)]
    shown = cli("programmes", "check", *options, "--k", "200")
    assert shown.code == 0, shown.err
    assert "perlu ditanya 0" in " ".join(shown.out.split())
    assert "Yang perlu ditanyakan" not in shown.out
    assert "menurut data" in " ".join(shown.out.split())


def test_a_stored_worker_is_held_against_the_rules(filled: Cli) -> None:
    found = filled("programmes", "check", "--id", "workers:pekerja-2", "--answer", "age_years=30", *DAY, "--json")
    assert found.code == 0, found.err
    assert found.document["id"] == "workers:pekerja-2"
    origins = {rule["origin"] for one in found.document["programmes"] for rule in one["rules"]}
    assert origins == {"record", "answers", None}


def test_a_file_of_workers_is_answered_line_by_line_and_no_fault_repeats_an_answer(cli: Cli) -> None:
    path = cli.write("orang.jsonl", PEOPLE)
    answered = cli("programmes", "check", "--workers", path, *DAY, "--output", cli.folder / "out.jsonl")
    good, wrong, no_object, faulty, silent, cut = cli.read("out.jsonl")
    assert answered.code != 1
    assert (good["id"], good["needs"][0]["id"]) == ("orang-1", "abroad")
    assert "error" not in good
    assert "error" not in silent
    assert wrong["error"]["where"] == "answers.age_years"
    assert no_object["error"]["found"] == "others"
    assert faulty["error"]["where"].endswith("experience_months")
    assert cut["error"]
    assert "sembilan belas" not in json.dumps([wrong, no_object]) + answered.err + answered.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--kind", "emas"], "one of"),
        (["list", "--need", "emas"], "one of"),
        (["list", "--as-of", "besok"], "a day such as"),
        (["show", "emas"], "a programme of 'sepadan programmes list'"),
        (["check", "--id", "a:b", "--workers", "x"], "one of --id, --workers"),
        (["check", "--id", "workers:x"], "an installation with records"),
        (["check", "--answer", "umur saya 31"], "FIELD=ANSWER"),
        (["check", "--answer", "age_years=tiga puluh"], "a whole number"),
        (["check", "--answer", "emas=1"], "fields of the questions"),
        (["check", "--need", "emas"], "needs of"),
        (["check", "--k", "0"], "greater than or equal to 1"),
        (["tables", "/"], "a new folder"),
        (["tables", "tidak/ada"], "a new folder"),
    ],
)
def test_a_bad_question_is_told_and_no_answer_repeated(cli: Cli, words: list[str], said: str) -> None:
    answered = cli("programmes", *words)
    assert answered.code != 0
    assert said in answered.err
    assert "umur saya" not in answered.err
    assert "tiga puluh" not in answered.err


def test_the_example_of_the_guide_changes_a_rule_and_adds_a_programme_as_it_says(cli: Cli) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    cli.home.mkdir()
    assert cli("programmes", "tables", cli.home / "programmes").code == 0
    for action, name, lines in re.findall(r"```tsv (\w+) (\S+)\n(.*?)\n```", guide, re.DOTALL):
        if action == "replace":
            replace_line(cli.home / "programmes" / name, lines)
        else:
            appended(cli.home / "programmes", name, lines)
    checks = re.findall(r"^sepadan programmes check .*$", guide, re.MULTILINE)
    told = [cli(*shlex.split(check)[1:], "--k", "200", "--json").document for check in checks]
    verdicts = [next(one["verdict"] for one in found["programmes"] if one["id"] == "tkm-pemula") for found in told]
    assert [VERDICTS[verdict] for verdict in verdicts] == ["tidak memenuhi", "memenuhi syarat"]
    assert all(f"`{VERDICTS[verdict]}`" in guide for verdict in verdicts)
    person = ("--answer", "age_years=20", "--answer", "province=33", "--answer", "job_ended_by=laid_off", "--k", "200")
    for day, phase, verdict in (("2027-02-01", "running", "eligible"), ("2026-12-31", "not_yet", "not_running")):
        found = cli("programmes", "check", *person, "--as-of", day, "--json").document["programmes"]
        one = next(one for one in found if one["id"] == "bengkel-contoh")
        assert (one["phase"], one["verdict"]) == (phase, verdict)


def test_tables_of_a_home_that_are_faulty_are_told_by_line(cli: Cli) -> None:
    cli.home.mkdir()
    appended(copied_tables(cli.home / "programmes"), "rules.tsv", "jkp\tx")
    answered = cli("programmes", "list")
    assert answered.code != 0
    assert "rules.tsv line" in answered.err


def replace_line(path: Path, line: str) -> None:
    """Put a line in the place of the one with the same first two cells."""
    start = "\t".join(line.split("\t")[:2]) + "\t"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum(one.startswith(start) for one in lines) == 1
    path.write_text("".join(f"{line if one.startswith(start) else one}\n" for one in lines), encoding="utf-8")

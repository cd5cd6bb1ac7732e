"""Shards are the same bytes however they are made, the columns hold together, memory does not grow with the rows."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matcher.columns import NEVER, Columns
from matcher.nation.joint import joint_of
from matcher.nation.profiles import load_profiles
from matcher.nation.schema import GROUP_ROWS, SHARD_ROWS, batches, columns_of_batch, key_of
from matcher.nation.shards import path_of, planned, read_manifest, write_nation, write_shard
from matcher.records import Kind
from matcher.vocabulary import NO_UNIT, load_vocabulary
from taxonomy.errors import InputError

COUNTS = {Kind.WORKER: SHARD_ROWS + 2_000, Kind.POSTING: 12_000}


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation") / "one"
    write_nation(folder, COUNTS, seed=5)
    return folder


def first(folder: Path, kind: Kind) -> Columns:
    return columns_of_batch(next(batches(path_of(folder, kind, 0), load_vocabulary())))


def test_a_shard_is_the_same_bytes_alone_in_another_order_and_by_two_processes(nation: Path, tmp_path: Path) -> None:
    hashes = {shard["file"]: shard["sha256"] for shard in read_manifest(nation)["shards"]}
    for kind, number, rows in ((Kind.WORKER, 1, 2_000), (Kind.POSTING, 0, 12_000), (Kind.WORKER, 0, SHARD_ROWS)):
        assert write_shard(tmp_path / "alone", kind, number, rows, 5).sha256 == hashes[f"{kind}s/{number:05d}.parquet"]
    both = write_nation(tmp_path / "two", {Kind.POSTING: 12_000}, seed=5, processes=2)
    assert [shard["sha256"] for shard in both["shards"]] == [hashes["postings/00000.parquet"]]
    assert write_shard(tmp_path / "other", Kind.POSTING, 0, 12_000, 6).sha256 != hashes["postings/00000.parquet"]


def test_the_manifest_names_every_file_with_its_hash_and_the_tables_with_their_source(nation: Path) -> None:
    manifest = read_manifest(nation)
    assert manifest["counts"] == {"worker": COUNTS[Kind.WORKER], "posting": COUNTS[Kind.POSTING]}
    for shard in manifest["shards"]:
        assert hashlib.sha256((nation / shard["file"]).read_bytes()).hexdigest() == shard["sha256"]
    assert sum(shard["rows"] for shard in manifest["shards"]) == sum(COUNTS.values())
    assert all(table["source"] and len(table["sha256"]) == 64 for table in manifest["tables"])
    assert not list(nation.rglob("*.part"))


def test_keys_ascend_without_a_gap_over_shards_in_row_groups_of_one_size(nation: Path) -> None:
    sizes, keys = [], []
    for number, rows in planned(Kind.WORKER, COUNTS[Kind.WORKER]):
        for batch in batches(path_of(nation, Kind.WORKER, number), load_vocabulary()):
            sizes.append(batch.num_rows)
            keys += batch.column("key").to_pylist()
        assert sum(sizes) >= rows
    assert sizes == [GROUP_ROWS] * 5 + [2_000]
    assert keys == [key_of(Kind.WORKER, number) for number in range(COUNTS[Kind.WORKER])]
    assert keys == sorted(keys)


@pytest.mark.parametrize("kind", [Kind.WORKER, Kind.POSTING])
def test_columns_are_what_the_engine_would_have_made(nation: Path, kind: Kind) -> None:
    made, vocabulary = first(nation, kind), load_vocabulary()
    assert made.units.shape == (GROUP_ROWS, 5)
    assert np.allclose(made.unit_weights.sum(axis=1), 1, atol=1e-5)
    assert np.array_equal(made.unit_norms, vocabulary.norms(made.units, made.unit_weights))
    assert all(len(set(row)) == 5 for row in made.units[:500].tolist())
    assert made.units.max() < len(vocabulary.units)
    assert made.skills.values.max() < len(vocabulary.skills)
    assert len(made.skills_preferred) == len(made.skills.values)
    stretches = [
        made.skills.values[a:b] for a, b in zip(made.skills.starts[:500], made.skills.starts[1:501], strict=True)
    ]
    assert all(len(set(found.tolist())) == len(found) for found in stretches)
    bits = np.zeros(GROUP_ROWS, dtype=np.uint64)
    np.bitwise_or.at(bits, made.regions.owners, load_profiles().province_bits[made.regions.values])
    assert np.array_equal(bits, made.provinces)
    assert np.array_equal(made.education == -1, made.kkni == -1)
    assert 0 < np.isnan(made.pay_low).mean() < 1
    assert len(made.take(np.array([3, 1]))) == 2
    if kind is Kind.POSTING:
        paid = ~np.isnan(made.pay_low)
        assert (made.pay_high[paid] >= made.pay_low[paid]).all()
        assert 0.3 < (made.closes_on == NEVER).mean() < 0.7
        assert (made.worked_in == NO_UNIT).all()


def test_a_copy_has_the_columns_of_the_row_that_it_names_before_it(nation: Path) -> None:
    batch = next(batches(path_of(nation, Kind.POSTING, 0), load_vocabulary()))
    of, made = batch.column("copy_of").to_numpy(), columns_of_batch(batch)
    copies = np.flatnonzero(of >= 0)
    assert 0.03 < len(copies) / GROUP_ROWS < 0.07
    assert (of[copies] < copies).all()
    assert (of[of[copies]] == -1).all()
    assert np.array_equal(made.units[copies], made.units[of[copies]])
    assert np.array_equal(made.take(copies).skills.values, made.take(of[copies]).skills.values)


def test_rows_follow_the_joint_distribution_of_province_schooling_and_major_group(nation: Path) -> None:
    counts = np.zeros_like(joint_of(Kind.WORKER).cells)
    for batch in batches(path_of(nation, Kind.WORKER, 0), load_vocabulary()):
        province, school, years, unit = (batch.column(n).to_numpy() for n in ("province", "school", "years", "unit"))
        codes = np.array([int(code[0]) - 1 for code in load_vocabulary().units])
        np.add.at(counts, (province, school, codes[unit], years), 1)
    for axes, wanted in joint_of(Kind.WORKER).targets:
        others = tuple(axis for axis in range(4) if axis not in axes)
        found = counts.sum(axis=others) / counts.sum()
        assert np.abs(found - wanted).sum() / 2 < 0.02 + np.sqrt(wanted.size / (2 * np.pi * counts.sum()))


def test_a_folder_that_holds_something_and_one_without_a_nation_are_refused(nation: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="empty folder"):
        write_nation(nation, {Kind.WORKER: 1}, seed=1)
    with pytest.raises(InputError, match="simulate nation"):
        read_manifest(tmp_path)
    with pytest.raises(InputError, match="counts"):
        write_nation(tmp_path / "x", {Kind.WORKER: -1}, seed=1)


_PEAK = """
import resource, sys
from pathlib import Path
from matcher.nation.shards import write_nation
from matcher.records import Kind
write_nation(Path(sys.argv[1]), {Kind.WORKER: int(sys.argv[2])}, seed=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_four_times_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for rows in (SHARD_ROWS, 4 * SHARD_ROWS):
        words = [sys.executable, "-c", _PEAK, str(tmp_path / str(rows)), str(rows)]
        peaks.append(int(subprocess.run(words, check=True, capture_output=True, text=True).stdout))
    # What four times the rows would take, were they kept: some 100 MiB of columns for each shard.
    assert peaks[1] - peaks[0] < 60, peaks

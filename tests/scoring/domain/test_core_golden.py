"""The worked examples of the format come out byte for byte."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from ranking_bundles import GOLDEN

from scoring.domain import rank_text, review

RANKINGS = sorted(
    path
    for path in GOLDEN.glob("*.json")
    if ".result" not in path.name and "people" not in path.name
)


def expected(bundle: Path) -> str:
    return bundle.with_suffix(".result.json").read_text("utf-8")


@pytest.mark.parametrize("bundle", RANKINGS, ids=lambda path: path.stem)
def test_a_worked_bundle_gives_its_result_byte_for_byte(bundle: Path) -> None:
    assert rank_text(bundle.read_bytes()) == expected(bundle)


def test_the_worked_people_give_their_result_byte_for_byte() -> None:
    people = GOLDEN / "people_example.json"

    assert review(people.read_bytes()) == expected(people)


def test_every_worked_bundle_is_tried() -> None:
    assert len(RANKINGS) == 9


@pytest.mark.parametrize("bundle", RANKINGS, ids=lambda path: path.stem)
def test_text_and_bytes_give_the_same_result(bundle: Path) -> None:
    assert rank_text(bundle.read_text("utf-8")) == expected(bundle)


def test_the_digest_is_over_sorted_keys_without_spaces() -> None:
    bundle = GOLDEN / "penalty_boundaries.json"
    tree = json.loads(bundle.read_bytes())
    canonical = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    result = json.loads(rank_text(bundle.read_bytes()))

    assert result["bundle_sha256"] == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_result_does_not_hang_on_the_order_of_hashes(seed: str) -> None:
    bundle = GOLDEN / "example_5.json"
    program = (
        "import pathlib, sys; from scoring.domain import rank_text;"
        "sys.stdout.buffer.write(rank_text(pathlib.Path(sys.argv[1]).read_bytes()).encode())"
    )

    run = subprocess.run(
        [sys.executable, "-c", program, str(bundle)],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        check=True,
    )

    assert run.stdout.decode() == expected(bundle)

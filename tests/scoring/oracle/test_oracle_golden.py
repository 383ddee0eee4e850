"""The oracle gives the results of the worked and of the published bundles, byte for byte."""

import json
from pathlib import Path

import pytest
from oracle_people import review_text
from oracle_ranking import ranking_text

from scoring.domain import rank_text

GOLDEN = Path(__file__).parents[1] / "domain" / "bundles"
PUBLISHED = Path(__file__).parents[1] / "published" / "bundles"
PEOPLE = GOLDEN / "people_example.json"
WORKED = sorted(set(GOLDEN.glob("*.json")) - set(GOLDEN.glob("*.result.json")) - {PEOPLE})


@pytest.mark.parametrize("bundle", WORKED, ids=lambda path: path.stem)
def test_the_oracle_gives_a_worked_result(bundle: Path) -> None:
    expected = bundle.with_suffix(".result.json").read_text("utf-8")

    assert ranking_text(json.loads(bundle.read_bytes())) == expected


def test_the_oracle_gives_the_worked_consequences_for_people() -> None:
    expected = PEOPLE.with_suffix(".result.json").read_text("utf-8")

    assert review_text(json.loads(PEOPLE.read_bytes())) == expected


@pytest.mark.parametrize("bundle", sorted(PUBLISHED.glob("*.json")), ids=lambda path: path.stem)
def test_core_and_oracle_agree_on_a_published_table(bundle: Path) -> None:
    assert ranking_text(json.loads(bundle.read_bytes())) == rank_text(bundle.read_bytes())


def test_every_worked_and_published_bundle_is_tried() -> None:
    assert len(WORKED) == 9
    assert len(list(PUBLISHED.glob("*.json"))) == 7

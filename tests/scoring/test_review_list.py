"""The command review_list: the second document in, the list of entries out."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scoring.domain import review

BUNDLES = Path(__file__).parent / "domain" / "bundles"
PEOPLE = BUNDLES / "people_example.json"
EXPECTED = (BUNDLES / "people_example.result.json").read_text("utf-8")


@pytest.fixture
def refused_people(tmp_path: Path) -> Path:
    """Return a document with two problems."""
    document = json.loads(PEOPLE.read_bytes())
    document["surplus"] = 1
    document["people"][0]["unit"] = "nowhere"
    path = tmp_path / "people.json"
    path.write_text(json.dumps(document))
    return path


def test_the_worked_people_give_exactly_their_list(tmp_path):
    out = tmp_path / "new" / "list.json"

    call_command("review_list", PEOPLE, out=out)

    assert out.read_bytes() == EXPECTED.encode()


def test_without_a_file_the_list_is_printed():
    out = io.StringIO()

    call_command("review_list", str(PEOPLE), stdout=out)

    assert out.getvalue() == EXPECTED == review(PEOPLE.read_bytes())


def test_a_refused_document_gives_exit_code_2_every_problem_and_no_list(refused_people, tmp_path):
    out, errors = tmp_path / "list.json", io.StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("review_list", refused_people, out=out, stderr=errors)

    lines = errors.getvalue().splitlines()
    assert stopped.value.code == 2
    assert [line.split(": ")[:2] for line in lines] == [
        ["people.json", "surplus"],
        ["people.json", "people[0].unit"],
    ]
    assert not out.exists()


def test_a_ranking_bundle_is_not_taken_for_people():
    errors = io.StringIO()

    with pytest.raises(SystemExit):
        call_command("review_list", BUNDLES / "example_1.json", stderr=errors)

    assert "example_1.json: format: Không nhận ra định dạng" in errors.getvalue()


@pytest.mark.parametrize("command", ["review_list", "rank_bundle"])
def test_a_file_that_cannot_be_read_or_written_is_answered_with_a_sentence(command, tmp_path):
    document = PEOPLE if command == "review_list" else BUNDLES / "example_1.json"
    (tmp_path / "in-the-way").touch()

    with pytest.raises(CommandError, match=r"^Không đọc được .*[.]$"):
        call_command(command, tmp_path / "none.json")
    with pytest.raises(CommandError, match=r"^Không ghi được .*[.]$"):
        call_command(command, document, out=tmp_path / "in-the-way" / "result.json")

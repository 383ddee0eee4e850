"""The commands around the core: rank_bundle and verify_ranking."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scoring.services.ranking import rank_cycle

ROOT = Path(__file__).parents[2]
BUNDLES = Path(__file__).parent / "domain" / "bundles"
WORKED = ("binhduong_districts_2017", "hue_departments_2021", "penalty_boundaries")


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_bundle_gives_exactly_its_result(name, tmp_path):
    out = tmp_path / "result.json"

    call_command("rank_bundle", BUNDLES / f"{name}.json", out=out)

    assert out.read_bytes() == (BUNDLES / f"{name}.result.json").read_bytes()


def test_several_bundles_go_to_a_directory_each_by_its_name(tmp_path):
    call_command("rank_bundle", *(BUNDLES / f"{name}.json" for name in WORKED), out_dir=tmp_path)

    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{n}.result.json" for n in WORKED]


def test_a_refused_bundle_leaves_its_problems_and_exit_code_2(tmp_path):
    document = json.loads((BUNDLES / "penalty_boundaries.json").read_text())
    document["year"] = 20.22
    document["surplus"] = 1
    bad, errors = tmp_path / "bad.json", io.StringIO()
    bad.write_text(json.dumps(document))
    good = BUNDLES / "hue_departments_2021.json"

    with pytest.raises(SystemExit) as stopped:
        call_command("rank_bundle", bad, good, out_dir=tmp_path / "out", stderr=errors)

    problems = json.loads((tmp_path / "out" / "bad.problems.json").read_text())["problems"]
    assert stopped.value.code == 2
    assert {p["place"] for p in problems} == {"year", "surplus"}
    assert len(errors.getvalue().splitlines()) == len(problems)
    assert (tmp_path / "out" / "hue_departments_2021.result.json").exists()


def test_a_refused_bundle_leaves_no_earlier_result_standing(tmp_path):
    bundle, out = tmp_path / "g1.json", tmp_path / "result.json"
    bundle.write_text("[]")
    out.write_text("of an earlier bundle")
    errors = io.StringIO()

    with pytest.raises(SystemExit):
        call_command("rank_bundle", bundle, out=out, stderr=errors)

    assert not out.exists()
    assert errors.getvalue().startswith("g1.json: ")
    assert ": :" not in errors.getvalue()


def test_a_file_far_too_large_is_refused_without_reading_it_whole(tmp_path):
    bundle = tmp_path / "large.json"
    with bundle.open("wb") as file:
        file.truncate(4 * 1024**3)

    done = subprocess.run(
        ["prlimit", f"--as={2 * 1024**3}", sys.executable, "manage.py", "rank_bundle", bundle],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == "large.json: Tệp quá lớn: vượt 134217728 byte.\n"


def test_what_the_system_refuses_is_said_in_vietnamese(tmp_path):
    with pytest.raises(CommandError, match=r"none\.json: không có tệp hoặc thư mục này[.]$"):
        call_command("rank_bundle", tmp_path / "none.json")
    with pytest.raises(CommandError, match=r": đây là một thư mục[.]$"):
        call_command("rank_bundle", tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [["no-such-file.json"], [str(BUNDLES / "example_1.json"), str(BUNDLES / "example_2.json")]],
)
def test_a_call_that_makes_no_sense_is_answered_with_a_sentence(arguments):
    with pytest.raises(CommandError, match=r"[.]$"):
        call_command("rank_bundle", *arguments)


@pytest.mark.parametrize("name", ["{sha256}", "{pk}", "2024/1", "56/2024/1"])
def test_a_stored_run_is_verified_by_any_of_its_names(cycle, name):
    run = rank_cycle(cycle.pk, by=None)
    out = io.StringIO()

    call_command("verify_ranking", name.format(sha256=run.bundle_sha256, pk=run.pk), stdout=out)

    assert out.getvalue().splitlines() == [
        "Kỳ tính tay 2024 – lần 1",
        f"SHA-256 của gói: {run.bundle_sha256}",
        "Gói: đúng",
        "Kết quả: đúng",
        "Danh sách xem xét: không có",
        "Khung: đúng",
        "Từng dòng: đúng",
    ]


def test_what_differs_is_said_and_the_exit_code_is_1(cycle):
    rank_cycle(cycle.pk, by=None)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table scoring_rankingline disable trigger user")
        cursor.execute("update scoring_rankingline set rank = 3 where rank = 1")
    out = io.StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("verify_ranking", "2024/1", stdout=out)

    assert stopped.value.code == 1
    assert "Từng dòng: KHÁC gói và kết quả" in out.getvalue()


def test_runs_that_share_a_bundle_are_all_verified_by_its_digest(cycle):
    """A rule on people changes the second document only."""
    run = rank_cycle(cycle.pk, by=None)
    rule = {"code": "r", "applies_to": "collective", "requires_band": "good", "measure": "review"}
    cycle.rule_set.accountability_rules = [rule]
    cycle.rule_set.save()
    rank_cycle(cycle.pk, by=None)
    out = io.StringIO()

    call_command("verify_ranking", run.bundle_sha256, stdout=out)

    assert out.getvalue().count("Kết quả: đúng") == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["2024/7", "abc", "2024/x", "2024/٣", "1/2/3/4", "57/2024/1", "9" * 64, "9" * 9, "/", ""],
)
def test_a_run_that_is_not_there_is_answered_with_a_sentence(cycle, name):
    rank_cycle(cycle.pk, by=None)

    with pytest.raises(CommandError, match=r"[.]$"):
        call_command("verify_ranking", name)


@pytest.mark.django_db
def test_a_database_never_migrated_is_answered_with_a_sentence():
    with connection.cursor() as cursor:
        cursor.execute("alter table scoring_rankingrun rename to elsewhere")

    with pytest.raises(CommandError, match="chưa được dựng"):
        call_command("verify_ranking", "2024/1")

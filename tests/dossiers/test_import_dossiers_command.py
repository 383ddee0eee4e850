"""`import_dossiers`: one file or a directory, for people or programs, for real or only to see."""

import io
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dossiers.models import Dossier, Source
from foundation.models import ImportBatch
from foundation.services.files import store_file
from tests.workers import until

COPYING = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and state = 'active' and query like 'copy staging%'
"""


@pytest.fixture
def files(office, tmp_path, dossier_csv):
    """Write rows as a file of that name in a directory and return its path."""
    directory = tmp_path / "in"
    directory.mkdir()

    def write(name: str, *rows: dict[str, str]):
        path = directory / name
        path.write_text(dossier_csv(*rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def said(capsys):
    """Return the lines of JSON that were printed."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_last_line_is_one_object(files, said):
    path = files("a.csv", {}, {"code": "H32.10-240105-0002", "channel": "x"}, {"code": "y"})

    call_command("import_dossiers", path, json=True)

    [data] = said()
    reasons = data.pop("reasons")
    assert data == {
        "file": str(path),
        "rows": 3,
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "rejected": 2,
        "batch": ImportBatch.objects.get().pk,
    }
    assert {"Kênh", "Mã hồ sơ"} <= {reason["column"] for reason in reasons}
    assert reasons[0]["rows"] == 1


def test_a_dry_run_says_the_same_and_takes_nothing_in(files, said):
    path = files("a.csv", {}, {"code": "y"})

    call_command("import_dossiers", path, json=True, dry_run=True)
    call_command("import_dossiers", path, json=True)

    dry, real = said()
    assert dry["batch"] is None
    assert real["batch"] == ImportBatch.objects.get().pk
    assert dry | {"batch": 0} == real | {"batch": 0}


def test_a_directory_is_taken_in_file_by_file_in_the_order_of_names(files, said):
    files("b.csv", {"outcome": "Từ chối giải quyết"})
    files("a.csv", {})
    files(".an.csv", {"code": "H32.10-240105-0009"})

    call_command("import_dossiers", files("c.csv", {"code": "x"}).parent, json=True)

    *each, total = said()
    assert [(one["rows"], one["created"], one["changed"], one["rejected"]) for one in each] == [
        (1, 1, 0, 0),
        (1, 0, 1, 0),
        (1, 0, 0, 1),
    ]
    assert (total["rows"], total["created"], total["changed"], total["rejected"]) == (3, 1, 1, 1)
    assert total["batches"] == [one["batch"] for one in each]
    assert total["refused"] == []
    assert Dossier.objects.get().outcome == "refused"


def test_a_refused_file_keeps_none_of_the_others_back(files, said):
    files("b.csv", {})
    bad = files("a.csv", {})
    bad.write_text("x,y\n1,2\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"1 trong 2 tệp bị từ chối\.") as failed:
        call_command("import_dossiers", bad.parent, json=True)

    assert failed.value.returncode == 1
    first, _, total = said()
    assert first["error"].startswith("Thiếu cột: Mã hồ sơ")
    assert total["refused"] == [str(bad)]
    assert Dossier.objects.count() == 1


def test_a_file_that_has_gone_keeps_none_of_the_others_back(files):
    files("a.csv", {}), files("c.csv", {"code": "H32.10-240105-0003"})
    gone = files("b.csv", {"code": "H32.10-240105-0002"})

    class Output(io.StringIO):
        """Takes the second file away once the first is told of."""

        def write(self, text: str) -> int:
            if text.startswith("a.csv"):
                gone.unlink()
            return super().write(text)

    out = Output()
    with pytest.raises(CommandError, match=r"1 trong 3 tệp bị từ chối\."):
        call_command("import_dossiers", gone.parent, stdout=out)

    assert "b.csv: Không đọc được tệp: không có tệp hoặc thư mục này." in out.getvalue()
    assert Dossier.objects.count() == 2


def test_a_database_without_room_for_a_file_keeps_none_of_the_others_back(files, said):
    files("a.csv", {}), files("c.csv", {"code": "H32.10-240105-0003"})
    refused = files("b.csv", {"code": "H32.10-240105-0002"})
    stored = store_file(refused, by=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "create function no_room() returns trigger language plpgsql as"
            " $$ begin raise disk_full; end $$;"
            " create trigger no_room before insert on foundation_importbatch for each row"
            f" when (new.stored_file_id = {stored.pk}) execute function no_room()"
        )

    with pytest.raises(CommandError, match=r"1 trong 3 tệp bị từ chối\."):
        call_command("import_dossiers", refused.parent, json=True)

    _, told, _, total = said()
    assert told["error"].startswith("Máy chủ cơ sở dữ liệu hết chỗ trên đĩa; chưa có gì được ghi.")
    assert total["refused"] == [str(refused)]
    assert Dossier.objects.count() == 2


@contextmanager
def ended_while_it_copies() -> Iterator[None]:
    """Have the database end, while the block runs, the first session that copies a file in."""

    def end() -> None:
        with closing(psycopg.connect(**place, autocommit=True)) as other:
            until(lambda: other.execute(COPYING).fetchone())

    place = connection.get_connection_params()
    place = {name: place[name] for name in ("dbname", "user", "host")}
    thread = Thread(target=end)
    thread.start()
    yield
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_lost_in_a_file_keeps_none_of_the_others_back(files, said):
    files("a.csv", {"code": "H32.10-240105-9997"})
    lost = files("b.csv", *({"code": f"H32.1-240105-{place:06}"} for place in range(60_000)))
    files("c.csv", {"code": "H32.10-240105-9999"})
    with (
        ended_while_it_copies(),
        pytest.raises(CommandError, match=r"1 trong 3 tệp bị từ chối\."),
    ):
        call_command("import_dossiers", lost.parent, json=True)

    _, told, _, total = said()
    assert told["error"].startswith("Cơ sở dữ liệu ngắt giữa chừng; chưa có gì được ghi.")
    assert (total["created"], total["refused"]) == (2, [str(lost)])
    codes = Dossier.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == ["H32.10-240105-9997", "H32.10-240105-9999"]


@pytest.mark.django_db(transaction=True)
def test_one_file_whose_database_is_lost_says_so_to_programs_too(files, said):
    path = files("b.csv", *({"code": f"H32.1-240105-{place:06}"} for place in range(60_000)))

    with (
        ended_while_it_copies(),
        pytest.raises(CommandError, match=r"^Cơ sở dữ liệu ngắt giữa chừng; chưa có gì được ghi\."),
    ):
        call_command("import_dossiers", path, json=True, dry_run=True)

    [told] = said()
    assert told["error"].startswith("Cơ sở dữ liệu ngắt giữa chừng; chưa có gì được ghi.")


def test_one_refused_file_says_so_to_programs_too(files, said):
    path = files("a.csv")

    with pytest.raises(CommandError, match="không có dòng dữ liệu nào"):
        call_command("import_dossiers", path, json=True)

    assert said()[-1]["error"] == "Tệp chỉ có tên cột, không có dòng dữ liệu nào."


def test_a_file_is_read_in_the_way_of_its_source(files, capsys):
    source = Source.objects.create(code="mot-cua", name="Một cửa", date_format="ymd")
    row = {"received": "20240105", "due": "20240112", "finished": "20240111"}

    call_command("import_dossiers", files("a.csv", row), source="mot-cua")

    assert "a.csv: 1 dòng: 1 mới" in capsys.readouterr().out
    assert Dossier.objects.get().source == source


def test_a_source_that_is_not_there_is_refused_before_anything(files):
    Source.objects.create(code="mot-cua", name="Một cửa")

    with pytest.raises(CommandError, match=r"Không có nguồn x\. Các nguồn đã khai: mot-cua\."):
        call_command("import_dossiers", files("a.csv", {}), source="x")

    assert not ImportBatch.objects.exists()


def test_an_empty_directory_and_rejects_of_many_files_are_refused(files, tmp_path):
    (tmp_path / "trong").mkdir()
    directory = files("a.csv", {}).parent

    with pytest.raises(CommandError, match="không có tệp nào"):
        call_command("import_dossiers", tmp_path / "trong")
    with pytest.raises(CommandError, match="--rejects chỉ dùng khi nhập một tệp"):
        call_command("import_dossiers", directory, rejects=tmp_path / "r.csv")


def test_a_link_in_a_directory_is_not_followed(files, tmp_path):
    path = files("a.csv", {})
    (tmp_path / "ngoai.csv").write_text("x\n", encoding="utf-8")
    (path.parent / "b.csv").symlink_to(tmp_path / "ngoai.csv")

    call_command("import_dossiers", path.parent)

    assert ImportBatch.objects.count() == 1

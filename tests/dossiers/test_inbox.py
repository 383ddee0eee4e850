"""The watched directory: what is taken from it, what is left alone, and that nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from dossiers import tasks
from dossiers.models import Dossier, Source
from dossiers.services import inbox as watched
from dossiers.services.inbox import look_into
from foundation.models import ImportBatch, Job
from foundation.tasks import take_in

NOW = timedelta()


@pytest.fixture
def source(db) -> Source:
    """Store the source that leaves files."""
    return Source.objects.create(code="mot-cua", name="Một cửa")


@pytest.fixture
def inbox(tmp_path, source) -> Path:
    """Return the watched directory with the source's own in it."""
    (tmp_path / "inbox" / "mot-cua").mkdir(parents=True)
    return tmp_path / "inbox"


@pytest.fixture
def left(office, inbox, dossier_csv):
    """Leave rows as a file of that name and return its path."""

    def leave(name: str, *rows: dict[str, str]) -> Path:
        path = inbox / "mot-cua" / name
        path.write_text(dossier_csv(*(rows or ({},))), encoding="utf-8")
        return path

    return leave


def work_off() -> list[Job]:
    """Run every job that waits and return all there are, the oldest first."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        take_in(job.pk)
    return list(Job.objects.order_by("pk"))


def test_a_file_is_taken_in_as_its_sources_and_set_aside(inbox, left, source):
    path = left("a.csv")

    assert look_into(inbox, quiet=NOW) == 1

    [job] = work_off()
    assert (job.state, job.created_by, job.title) == (
        "done",
        None,
        "Hồ sơ thủ tục hành chính: a.csv",
    )
    assert Dossier.objects.get().source == source
    assert not path.exists()
    assert (path.parent / "done" / "a.csv").is_file()


def test_a_file_that_was_just_touched_is_left_alone(inbox, left):
    path = left("a.csv")

    assert look_into(inbox) == 0
    assert path.exists()
    assert not Job.objects.exists()


def test_a_file_that_grows_while_it_is_read_is_left_alone(inbox, left, monkeypatch):
    path = left("a.csv")
    copy = watched.copyfileobj

    def copy_while_it_grows(source, target):
        copy(source, target)
        with path.open("a", encoding="utf-8") as file:
            file.write("thêm\n")

    monkeypatch.setattr(watched, "copyfileobj", copy_while_it_grows)

    assert look_into(inbox, quiet=NOW) == 0
    assert path.exists()
    assert not Job.objects.exists()


def test_a_file_put_in_its_place_before_it_is_opened_is_left_alone(
    inbox, left, dossier_csv, monkeypatch
):
    path, alone = left("a.csv"), watched._alone
    whole = dossier_csv({}, {"code": "H32.1-240105-0002"})

    def half_of_another_by_then() -> bool:
        path.unlink()
        path.write_text(whole[: whole.rindex("H32.1")], encoding="utf-8")
        return alone()

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(watched, "_alone", half_of_another_by_then)
        assert look_into(inbox, quiet=NOW) == 0
    assert not Job.objects.exists()

    path.write_text(whole, encoding="utf-8")
    assert look_into(inbox, quiet=NOW) == 1
    assert [job.state for job in work_off()] == ["done"]
    assert Dossier.objects.count() == 2


def replaced(path: Path, content: str) -> None:
    """Put another file in its place by a rename."""
    part = path.with_name("a.csv.part")
    part.write_text(content, encoding="utf-8")
    part.rename(path)


def added_to(path: Path, content: str) -> None:
    """Write the rows but the header at its end."""
    with path.open("a", encoding="utf-8") as file:
        file.write(content.partition("\n")[2])


@pytest.mark.parametrize("change", [replaced, added_to])
def test_a_file_that_changes_while_it_is_asked_for_is_taken_in_again(
    inbox, left, dossier_csv, monkeypatch, change
):
    path, ask = left("a.csv"), watched.request_intake
    later = dossier_csv({"code": "H32.1-240105-0002"})

    def ask_too_late(*args, **kwargs):
        ask(*args, **kwargs)
        change(path, later)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(watched, "request_intake", ask_too_late)
        look_into(inbox, quiet=NOW)
    look_into(inbox, quiet=NOW)

    assert [job.state for job in work_off()] == ["done", "done"]
    assert Dossier.objects.count() == 2
    assert look_into(inbox, quiet=NOW) == 0


def test_the_same_file_again_does_no_harm(inbox, left):
    for _ in range(2):
        left("a.csv")
        look_into(inbox, quiet=NOW)
        work_off()

    first, second = ImportBatch.objects.order_by("pk")
    assert (first.created_rows, second.unchanged_rows) == (1, 1)
    kept = sorted(path.name for path in (inbox / "mot-cua" / "done").iterdir())
    assert kept == ["a-2.csv", "a.csv"]


def test_a_worker_killed_before_the_move_asks_only_once(inbox, left, monkeypatch):
    path = left("a.csv")
    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr(watched, "_set_aside", lambda *args: exit(1))
        look_into(inbox, quiet=NOW)
    assert path.exists()

    look_into(inbox, quiet=NOW)

    assert len(work_off()) == 1
    assert not path.exists()


def test_a_worker_killed_before_it_asked_loses_nothing(inbox, left, monkeypatch):
    path = left("a.csv")
    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr(watched, "request_intake", lambda *args, **kwargs: exit(1))
        look_into(inbox, quiet=NOW)
    assert path.exists()
    assert not Job.objects.exists()

    assert look_into(inbox, quiet=NOW) == 1
    assert len(work_off()) == 1


def test_what_is_no_file_of_a_source_is_left_alone(inbox, left, tmp_path):
    outside = tmp_path / "ngoai.csv"
    outside.write_text("x\n", encoding="utf-8")
    place = left("a.csv.part").parent
    left(".b.csv"), left("c.exe")
    (place / "d.csv").symlink_to(outside)
    (place / "e.csv").mkdir()
    (inbox / "f.csv").write_text("x\n", encoding="utf-8")
    (inbox / "link").symlink_to(place)

    assert look_into(inbox, quiet=NOW) == 0
    assert outside.exists()
    assert not Job.objects.exists()


def test_what_is_passed_over_is_told_in_the_log(inbox, left, caplog):
    (inbox / "rời.csv").write_text("x\n", encoding="utf-8")
    (inbox / "chép.csv.part").write_text("x\n", encoding="utf-8")
    (inbox / ".ẩn").write_text("x\n", encoding="utf-8")
    left("cũ.xls"), left("nén.zip"), left("không-đuôi")
    left("chép.csv.part"), left("chép.xls.PART"), left(".ẩn.xls")
    (inbox / "mot-cua" / "thư-mục.xls").mkdir()

    assert look_into(inbox, quiet=NOW) == 0

    told = sorted(record.getMessage() for record in caplog.records)
    place = inbox / "mot-cua"
    other = "không có đuôi .csv, .tsv, .txt, .xlsx; tệp để nguyên."
    assert told == sorted(
        [
            f"Tệp {inbox / 'rời.csv'} không nằm trong thư mục của nguồn nào; tệp để nguyên.",
            *(f"Tệp {place / name} {other}" for name in ("cũ.xls", "nén.zip", "không-đuôi")),
        ]
    )


def test_a_file_of_another_ending_that_was_just_touched_is_not_told_yet(inbox, left, caplog):
    left("cũ.xls")

    look_into(inbox)

    assert not caplog.records


def test_a_directory_of_no_source_is_told_in_the_log(inbox, caplog):
    (inbox / "la").mkdir()
    (inbox / "la" / "a.csv").write_text("x\n", encoding="utf-8")

    assert look_into(inbox, quiet=NOW) == 0
    assert "không mang mã của nguồn nào" in caplog.text


def test_a_file_that_is_no_table_keeps_none_of_the_others_back(inbox, left):
    left("a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    left("b.csv")

    assert look_into(inbox, quiet=NOW) == 2
    assert sorted(job.state for job in work_off()) == ["done", "failed"]
    assert Dossier.objects.count() == 1


def test_a_place_for_done_that_leads_elsewhere_is_not_used(inbox, left, tmp_path, caplog):
    path = left("a.csv")
    (tmp_path / "elsewhere").mkdir()
    (path.parent / "done").symlink_to(tmp_path / "elsewhere")

    look_into(inbox, quiet=NOW)
    look_into(inbox, quiet=NOW)

    assert path.exists()
    assert "là một liên kết" in caplog.text
    assert not Job.objects.exists()


def test_a_file_that_goes_while_it_is_looked_at_keeps_none_of_the_others_back(
    inbox, left, monkeypatch, caplog
):
    gone, look = left("a.csv"), Path.lstat
    left("b.csv")

    def look_too_late(path):
        if path == gone:
            raise FileNotFoundError(2, "No such file", str(path))
        return look(path)

    monkeypatch.setattr(Path, "lstat", look_too_late)

    assert look_into(inbox, quiet=NOW) == 1
    assert "a.csv trong thư mục chờ" in caplog.text


def test_a_directory_that_cannot_be_read_keeps_none_of_the_others_back(
    inbox, left, monkeypatch, caplog
):
    Source.objects.create(code="a-truoc", name="Một cửa khác")
    (inbox / "a-truoc").mkdir()
    (inbox / "a-la").mkdir()
    left("a.csv")
    listed = Path.iterdir

    def list_if_allowed(path):
        if path.name.startswith("a-"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", list_if_allowed)

    assert look_into(inbox, quiet=NOW) == 1
    assert caplog.text.count("Không đọc được thư mục chờ") == 2


@pytest.mark.parametrize("state", ["cancelled", "failed"])
def test_a_file_whose_job_came_to_nothing_is_asked_for_again(inbox, left, monkeypatch, state):
    left("a.csv")
    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr(watched, "_set_aside", lambda *args: exit(1))
        look_into(inbox, quiet=NOW)
    Job.objects.update(state=state, started_at=timezone.now(), finished_at=timezone.now())

    look_into(inbox, quiet=NOW)

    assert [job.state for job in work_off()] == [state, "done"]
    assert Dossier.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_only_one_looks_at_a_time(inbox, left, beside):
    left("a.csv")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtext('dossiers inbox'))")

        assert beside(look_into, inbox, quiet=NOW).result() == 0

        cursor.execute("select pg_advisory_unlock(hashtext('dossiers inbox'))")
    assert look_into(inbox, quiet=NOW) == 1


def test_the_task_looks_only_where_a_directory_is_watched(inbox, left, settings, caplog):
    left("a.csv")

    settings.INTAKE_INBOX = ""
    tasks.look_into_inbox()
    settings.INTAKE_INBOX = str(inbox / "none")
    tasks.look_into_inbox()

    assert not Job.objects.exists()
    assert "không có; hãy tạo thư mục" in caplog.text

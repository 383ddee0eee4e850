"""The history is written by the database: whatever changes a tracked row leaves a row there."""

from typing import Any

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from pghistory.middleware import HistoryMiddleware
from pghistory.models import Context

from foundation.models import Job
from foundation.services.jobs import Outcome, run_job
from scoring.models import Mark
from scoring.selectors.history_tables import history_tables, table_of
from scoring.services.marks_intake import import_marks

EVENTS = table_of(Mark).model


def told(model: Any) -> list[tuple[str, Any]]:
    """Return what the history has of a model: each act with the key of its row."""
    return list(table_of(model).model.objects.order_by("pgh_id").values_list("pgh_label", "id"))


def test_every_model_that_decides_a_score_is_tracked():
    tracked = {table.subject.__name__ for table in history_tables() if table.is_events}

    assert tracked == {
        *("RuleSet", "CriteriaSet", "Criterion", "Cycle", "CycleGroup", "Assessment", "Mark"),
        *("FactWaiver", "Stage", "Extension", "Reopening", "Claim", "Explanation", "AreaOwner"),
        *("AreaAppraiser", "Appraisal", "Document", "Evidence", "Grant", "User"),
        *("Unit", "Succession", "Person"),
    }


@pytest.mark.django_db
def test_every_table_of_the_history_is_guarded_and_found_by_its_time():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger"
            " where tgname in ('history_is_never_edited', 'publications_are_never_edited')"
        )
        guarded = {table for (table,) in cursor.fetchall()}
        cursor.execute("select tablename from pg_indexes where indexname like '%_in_order'")
        ordered = {table for (table,) in cursor.fetchall()}

    assert {table.name for table in history_tables()} <= guarded
    assert {table.name for table in history_tables() if table.is_events} <= ordered


def test_insert_update_and_delete_leave_a_row_each(cycle):
    mark = Mark.objects.first()
    mark.content = {"points": "1"}
    mark.save()
    key = mark.pk
    mark.delete()

    assert [act for act, row in told(Mark) if row == key] == ["insert", "update", "delete"]


def test_a_write_of_many_rows_leaves_a_row_for_each(cycle):
    """Three marks stand: each is changed, and none where nothing changes."""
    Mark.objects.update(content={"points": "1"})
    Mark.objects.update(content={"points": "1"})

    assert [act for act, _ in told(Mark)] == ["insert"] * 3 + ["update"] * 3


def test_marks_taken_in_leave_their_rows(cycle, marker, stored_file):
    """alpha's mark changes, beta's stays as it was."""
    rows = "Mã đơn vị,Mã tiêu chí,Điểm\nalpha,1.1,5\nbeta,1.1,6\n"

    import_marks(stored_file(rows), cycle=cycle, by=marker)

    last = EVENTS.objects.latest("pgh_id")
    assert [act for act, _ in told(Mark)] == ["insert"] * 3 + ["update"]
    assert (last.content, last.pgh_context) == ({"points": "5"}, None)


def test_a_request_says_who_changed_what_through_which_page(cycle, make_user, rf):
    clerk = make_user("home_affairs", username="clerk")
    request = rf.post("/quan-tri/phieu/")
    request.user = clerk

    def view(_request: Any) -> None:
        Mark.objects.update(content={"points": "1"})

    HistoryMiddleware(view)(request)

    context = EVENTS.objects.latest("pgh_id").pgh_context.metadata
    assert context == {"user": clerk.pk, "url": "/quan-tri/phieu/"}


@pytest.mark.django_db(transaction=True)
def test_a_job_says_its_number_and_who_asked_for_it(cycle, marker, stored_file):
    """Intake reads its file by COPY and by statements that are no strings."""
    job = Job.objects.create(kind="x", created_by=marker)
    stored = stored_file("Mã đơn vị,Mã tiêu chí,Điểm\nalpha,1.1,5\n")

    def work(job: Job, progress: Any) -> Outcome:
        import_marks(stored, cycle=cycle, by=marker, progress=progress)
        return Outcome("")

    run_job(job.pk, work)

    assert Job.objects.get().state == "done"
    metadata = EVENTS.objects.latest("pgh_id").pgh_context.metadata
    assert metadata == {"job": job.pk, "user": marker.pk}


@pytest.mark.django_db(transaction=True)
def test_what_a_job_says_ends_with_it(cycle, marker):
    job = Job.objects.create(kind="x", created_by=marker)
    run_job(job.pk, lambda job, progress: Outcome(""))

    Mark.objects.first().delete()

    assert EVENTS.objects.latest("pgh_id").pgh_context is None


@pytest.mark.parametrize(
    "statement",
    ["update scoring_markevent set pgh_label = pgh_label", "delete from scoring_markevent"],
)
def test_no_row_of_the_history_is_ever_edited(cycle, statement):
    with pytest.raises(IntegrityError, match="không sửa, không xóa"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_context_may_gain_but_never_lose(cycle):
    with pghistory.context(url="/x/", user=None):
        Mark.objects.update(content={"points": "1"})
    contexts = Context.objects.all()

    contexts.update(metadata={"url": "/x/", "user": 7})

    for metadata in ({"url": "/x/"}, {"url": "/y/", "user": 7}, {"url": "/x/", "user": 8}):
        with pytest.raises(IntegrityError, match="không sửa"), transaction.atomic():
            contexts.update(metadata=metadata)
    with pytest.raises(IntegrityError, match="không sửa"), transaction.atomic():
        contexts.delete()


KEPT = {
    *(table.name for table in history_tables()),
    *(table.subject._meta.db_table for table in history_tables()),
    *("pghistory_context", "scoring_rankingline", "scoring_rankingrun", "scoring_sealedday"),
}


@pytest.mark.django_db
def test_no_table_of_the_history_nor_one_it_follows_is_emptied_at_a_stroke():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger"
            " where tgname = 'history_is_never_emptied'"
        )
        guarded = {table for (table,) in cursor.fetchall()}

    assert guarded == KEPT
    assert {table for table in KEPT if is_emptying_refused(table)} == KEPT


@pytest.mark.django_db
def test_nor_is_it_by_emptying_what_it_hangs_on():
    assert is_emptying_refused("units_unit")


@pytest.mark.django_db
def test_whatever_is_guarded_row_by_row_is_not_emptied_at_a_stroke():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger where tgname like '%never\\_edited'"
        )
        guarded = {table for (table,) in cursor.fetchall()}

    assert {"scoring_criterion", "scoring_criteriaset", "scoring_ruleset"} <= guarded <= KEPT


def test_marks_stay_where_all_were_to_be_emptied(cycle):
    """Three marks stand."""
    connection.check_constraints()

    with pytest.raises(IntegrityError, match="Không được xóa sạch"), transaction.atomic():
        connection.cursor().execute("truncate scoring_mark")

    assert Mark.objects.count() == 3


def is_emptying_refused(table: str) -> bool:
    """Return whether the database keeps the rows of a table, and of all that hangs on it."""
    with connection.cursor() as cursor, transaction.atomic():
        try:
            with transaction.atomic():
                cursor.execute(f"truncate {table} cascade")
        except IntegrityError as refusal:
            return "Không được xóa sạch bảng này" in str(refusal)
        transaction.set_rollback(True)
    return False

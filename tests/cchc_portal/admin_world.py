"""One row of everything that the admin shows."""

from datetime import date, time

from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import Source, SourceUnit
from foundation.models import ImportBatch, Job, StoredFile, SwapDay, WorkingShift
from scoring.models import Cycle, RankingRun
from surveys.models import Campaign, Question
from tests.scoring_world import build_cycle
from units.models import ApiClient, Person, Succession, Unit, User


def build_rows(by: User) -> Cycle:
    """Store the small ranked world and what is missing in it."""
    cycle = build_cycle(by)
    alpha, beta = (Unit.through_time.get(code=code) for code in ("alpha", "beta"))
    Succession.objects.create(predecessor=alpha, successor=beta, extent="part")
    Person.objects.create(
        code="H1", name="Lê Thị Thủ Trưởng", role="head", unit=alpha, valid=DateRange(None, None)
    )
    ApiClient.objects.create(
        name="Một cửa", client_type="confidential", authorization_grant_type="client-credentials"
    )
    SwapDay.objects.create(day=date(2026, 1, 2), is_working=False, source="Công văn 1")
    WorkingShift.objects.create(starts=time(7, 30), ends=time(11, 30))
    source = Source.objects.create(code="mot-cua", name="Một cửa")
    SourceUnit.objects.create(
        source=source, code="H32.1", unit_code="alpha", valid=DateRange(None, None)
    )
    campaign = Campaign.objects.create(
        code="s", title="S", source="sampled", first_on=date(2024, 1, 1), last_on=date(2024, 2, 1)
    )
    Question.objects.create(campaign=campaign, code="q1", text="Hỏi", factor="staff")
    Job.objects.create(kind="scoring.rank_cycle", title="Xếp hạng", created_by=by)
    create_batch(by)
    create_run(cycle)
    return cycle


def create_batch(by: User) -> ImportBatch:
    """Store a batch of a file that had one row."""
    return ImportBatch.objects.create(
        kind="units",
        stored_file=StoredFile.objects.first(),
        rows=1,
        created_rows=1,
        changed_rows=0,
        unchanged_rows=0,
        rejected_rows=0,
        created_by=by,
    )


def create_run(cycle: Cycle) -> RankingRun:
    """Store a run without anything in it."""
    return RankingRun.objects.create(
        cycle=cycle, number=cycle.runs.count() + 1, bundle="{}", bundle_sha256="0", result="{}"
    )

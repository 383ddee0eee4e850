"""What became of an apology: the rule at its bounds, and the same rule in SQL over random data."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossiers.domain.apologies import ApologyState, Course, Letter, apology_state
from dossiers.models import Apology, Dossier
from dossiers.selectors.apologies import (
    ApologyCounts,
    apology_counts,
    apology_counts_of,
    head_on,
    late_in_period,
    soon_late,
    unit_bearing,
    with_apologies,
)
from dossiers.selectors.late_parts import NOT_COUNTED
from dossiers.selectors.late_rates import late_counts

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2024, 6, 10, 17, tzinfo=HANOI)
CAME = DUE - timedelta(days=10)
CUTOFF = datetime(2024, 6, 30, 23, 59, 59, tzinfo=HANOI)
JUNE = {"first": date(2024, 6, 1), "last": date(2024, 6, 30), "cutoff": CUTOFF}
SECOND = timedelta(seconds=1)
ENDED_LATE = Course(CAME, DUE, DUE + SECOND)


def drafted(at: datetime = CAME) -> Letter:
    return Letter(recorded_at=at)


def sent(at: datetime) -> Letter:
    return Letter(recorded_at=CAME, sent_at=at)


@pytest.mark.parametrize(
    ("course", "letters", "state"),
    [
        (Course(CAME, DUE, DUE), [], "not_needed"),  # ended exactly at the deadline
        (ENDED_LATE, [], "missing"),
        (Course(CAME, DUE), [], "missing"),  # open past it
        (Course(CAME, CUTOFF), [], "not_needed"),  # open, due this very instant
        (Course(CAME, CUTOFF - SECOND), [], "missing"),
        (Course(CAME, DUE, is_paused=True), [], "not_needed"),
        (Course(CAME, DUE, DUE + SECOND, counts=False), [], "not_needed"),  # withdrawn
        (Course(CAME, None), [drafted()], "not_needed"),  # no deadline, so never late
        (Course(CUTOFF + SECOND, CUTOFF + SECOND), [drafted()], "not_needed"),  # not come yet
        (ENDED_LATE, [sent(DUE)], "sent_in_time"),  # exactly at the deadline
        (ENDED_LATE, [sent(DUE + SECOND)], "sent_late"),
        (ENDED_LATE, [sent(DUE + SECOND), sent(DUE)], "sent_in_time"),  # the first decides
        (ENDED_LATE, [drafted()], "drafted"),
        (ENDED_LATE, [drafted(), sent(DUE + SECOND)], "sent_late"),
        (ENDED_LATE, [sent(CUTOFF + SECOND)], "drafted"),  # sent only after the cutoff
        (ENDED_LATE, [drafted(CUTOFF + SECOND)], "missing"),
        (Course(CAME, CUTOFF), [drafted()], "drafted"),  # known to become late
        (Course(CAME, CUTOFF), [sent(DUE)], "sent_in_time"),
        (Course(CAME, DUE, DUE - SECOND), [sent(CAME)], "not_needed"),  # in time after all
        (Course(CAME, DUE, is_paused=True), [sent(DUE + SECOND)], "sent_in_time"),
        (Course(CAME, DUE, CUTOFF + SECOND), [], "missing"),  # still open at the cutoff
    ],
)
def test_the_state_at_its_bounds(course, letters, state):
    assert apology_state(course, letters, CUTOFF) == ApologyState(state)


@pytest.fixture
def head(make_person, office):
    return make_person("head", role="head")


@pytest.fixture
def write(head):
    """Store a letter for a dossier; without an instant a draft."""

    def make(dossier: Dossier, sent_at: datetime | None = None) -> Apology:
        letter = Apology.objects.create(
            dossier=dossier,
            reason="Thiếu người",
            new_due_at=datetime(2024, 9, 1, tzinfo=HANOI),
            signed_by=head,
        )
        Apology.objects.filter(pk=letter.pk).update(
            recorded_at=CAME, number="1" if sent_at else "", sent_at=sent_at
        )
        return letter

    return make


@pytest.fixture
def scatter(make_dossier, write):
    """Store 200 dossiers around June with letters around their deadlines."""
    rng = random.Random(20240630)
    near = [-3600 * 24 * 9, -1, 0, 1, 3600 * 24 * 9]

    def one(order: int) -> Dossier:
        due = datetime(2024, rng.choice([5, 6, 6, 6, 7]), rng.randint(1, 30), 17, tzinfo=HANOI)
        end = due + timedelta(seconds=rng.choice(near))
        outcome = rng.choice(["granted", "granted", "refused", "withdrawn", "cancelled", "open"])
        waits = {"paused_since": due - SECOND} if outcome == "open" and rng.random() < 0.3 else {}
        ends = None if outcome == "open" else end
        return make_dossier(due, ends, outcome, code=f"R{order}", **waits)

    Dossier.objects.bulk_create([one(order) for order in range(200)])
    for dossier in Dossier.objects.order_by("code"):
        for _ in range(rng.choice([0, 0, 1, 2])):
            write(dossier, dossier.deadline_at + timedelta(seconds=rng.choice(near)))
        if rng.random() < 0.3:
            write(dossier)


def by_hand(dossier: Dossier, cutoff: datetime) -> ApologyState:
    """Return the state by the pure rule."""
    course = Course(
        dossier.received_at,
        dossier.deadline_at,
        dossier.finished_at,
        counts=dossier.outcome not in NOT_COUNTED,
        is_paused=dossier.paused_since is not None,
    )
    letters = [Letter(it.recorded_at, it.sent_at) for it in dossier.apologies.all()]
    return apology_state(course, letters, cutoff)


@pytest.mark.parametrize("days_before", [0, 10, 20, 45])
def test_sql_says_what_the_rule_says(scatter, days_before):
    cutoff = CUTOFF - timedelta(days=days_before)

    states = {it.code: it.apology_state for it in with_apologies(Dossier.objects.all(), cutoff)}

    expected = {it.code: by_hand(it, cutoff).value for it in Dossier.objects.all()}
    assert states == expected
    assert days_before or len(set(states.values())) == 5


@pytest.mark.parametrize("days_before", [0, 10])
def test_counts_are_the_lists_and_the_late_ones_those_of_the_late_rate(
    scatter, office, days_before
):
    span = JUNE | {"cutoff": CUTOFF - timedelta(days=days_before)}

    counts = apology_counts(**span)[office.pk]

    states = [it.apology_state for it in late_in_period(**span)]
    assert counts == ApologyCounts(
        late=len(states),
        sent_in_time=states.count("sent_in_time"),
        sent_late=states.count("sent_late"),
        drafted=states.count("drafted"),
    )
    assert counts.missing == states.count("missing") > 0
    assert counts.late == late_counts(**span)[office.pk].due_late
    assert counts == apology_counts_of(office, **span)


def test_a_unit_without_a_late_dossier_has_no_counts(office, make_dossier):
    make_dossier(DUE, DUE, "granted").save()

    assert apology_counts(**JUNE) == {}
    assert apology_counts_of(office, **JUNE) == ApologyCounts()


def test_soon_late_are_the_open_ones_of_the_next_three_days(office, make_dossier, make_unit):
    at = {"now": CUTOFF, "soon": CUTOFF + timedelta(days=3), "past": CUTOFF - SECOND}
    at["far"] = at["soon"] + SECOND
    dossiers = [make_dossier(due, None, "open", code=code) for code, due in at.items()]
    waits = make_dossier(at["soon"], None, "open", code="waits", paused_since=CUTOFF)
    other = make_dossier(at["soon"], None, "open", code="sister", unit=make_unit("so-y-te"))
    Dossier.objects.bulk_create([*dossiers, waits, other])

    assert {it.code for it in soon_late(office, cutoff=CUTOFF)} == {"now", "soon"}


def test_the_head_is_the_one_of_that_day(office, make_person):
    make_person("old", first=date(2023, 1, 1), last=date(2024, 6, 9), role="head")
    make_person("new", first=date(2024, 6, 10), role="head")

    heads = [head_on(office, date(2024, 6, day)) for day in (9, 10)]

    assert [head.code for head in heads if head] == ["old", "new"]
    assert head_on(office, date(2022, 12, 31)) is None


def test_a_code_names_its_unit_of_the_day_or_the_last_before(make_unit):
    old = make_unit("x", last=date(2024, 6, 30))
    new = make_unit("x", "Mới", first=date(2025, 1, 1), last=date(2025, 6, 30))

    found = [unit_bearing("x", date(year, month, 1)) for year, month in ((2024, 6), (2024, 9))]

    assert found == [old, old]
    assert unit_bearing("x", date(2025, 3, 1)) == unit_bearing("x", date(2026, 1, 1)) == new
    assert unit_bearing("y", date(2025, 3, 1)) is None

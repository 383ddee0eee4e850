"""The lists behind the numbers: as many dossiers as each number says, and how late each one is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossiers.domain.late_rates import LateDefinition, late_rate
from dossiers.models import Dossier
from dossiers.selectors.late_lists import dossiers_behind
from dossiers.selectors.late_parts import DENOMINATOR, NUMERATOR, LatePart
from dossiers.selectors.late_rates import late_counts

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CUTOFF = datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI)
YEAR = {"first": date(2024, 1, 1), "last": date(2024, 12, 31), "cutoff": CUTOFF}


def at(day: int, month: int, year: int = 2024) -> datetime:
    return datetime(year, month, day, 17, tzinfo=HANOI)


@pytest.fixture
def year(make_dossier, make_unit):
    """Store one dossier of every kind for the office, and a late one of its sister."""
    june = at(10, 6)
    kinds = {
        "early": (june, at(8, 6), "granted"),
        "on-time": (june, june, "granted"),
        "late": (june, at(12, 6), "granted"),
        "refused-late": (june, at(20, 6), "refused"),
        "overdue": (at(20, 12), None, "open"),
        "closed-next-year": (at(20, 12), at(5, 1, 2025), "granted"),
        "withdrawn-next-year": (at(20, 12), at(5, 1, 2025), "withdrawn"),
        "not-due-yet": (at(5, 1, 2025), None, "open"),
        "due-next-year": (at(5, 1, 2025), at(30, 12), "granted"),
        "of-last-year": (at(1, 6, 2023), at(1, 7, 2023), "granted"),
        "left-open": (at(1, 6, 2023), None, "open"),
        "withdrawn": (june, at(12, 6), "withdrawn"),
        "no-due-time": (None, at(12, 6), "granted"),
    }
    made = [make_dossier(*kind, code=code) for code, kind in kinds.items()]
    waiting = make_dossier(at(20, 12), None, "open", code="waiting", paused_since=at(15, 12))
    sister = make_dossier(june, at(12, 6), "granted", code="sister", unit=make_unit("so-y-te"))
    Dossier.objects.bulk_create([*made, waiting, sister])


BEHIND = {
    LatePart.RESOLVED_ON_TIME: ["on-time", "early", "due-next-year"],
    LatePart.RESOLVED_LATE: ["refused-late", "late"],
    LatePart.OPEN_OVERDUE: ["left-open", "closed-next-year", "overdue", "withdrawn-next-year"],
    LatePart.DUE_ON_TIME: ["on-time", "early"],
    LatePart.DUE_LATE: [
        "closed-next-year",
        "overdue",
        "withdrawn-next-year",
        "refused-late",
        "late",
    ],
    LatePart.UNDETERMINED: ["no-due-time"],
    LatePart.NOT_COUNTED: ["withdrawn"],
}


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("part", LatePart)
def test_each_part_lists_its_dossiers_the_latest_first(office, part):
    found = dossiers_behind(office, **YEAR, part=part)

    assert [dossier.code for dossier in found] == BEHIND[part]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("definition", LateDefinition)
def test_the_parts_of_a_definition_add_up_to_its_two_numbers(office, definition):
    rate = late_rate(definition, late_counts(**YEAR)[office.pk])

    def length(parts) -> int:
        return sum(dossiers_behind(office, **YEAR, part=part).count() for part in parts)

    assert (length(NUMERATOR[definition]), length(DENOMINATOR[definition])) == (
        rate.numerator,
        rate.denominator,
    )


@pytest.mark.usefixtures("year")
def test_every_dossier_says_how_late_it_was_at_its_end_or_at_the_cutoff(office):
    late = dossiers_behind(office, **YEAR, part=LatePart.RESOLVED_LATE)
    overdue = dossiers_behind(office, **YEAR, part=LatePart.OPEN_OVERDUE)
    early = dossiers_behind(office, **YEAR, part=LatePart.RESOLVED_ON_TIME)

    # 20/06 − 10/06; 20/12 17:00 to 31/12 23:59:59; 30/12/2024 is six days before 05/01/2025.
    assert late[0].late_by == timedelta(days=10)
    assert overdue.get(code="closed-next-year").late_by == CUTOFF - at(20, 12)
    assert early.get(code="due-next-year").late_by == timedelta(days=-6)


@pytest.mark.usefixtures("year")
def test_what_ended_after_the_cutoff_is_shown_as_open(office):
    overdue = dossiers_behind(office, **YEAR, part=LatePart.OPEN_OVERDUE)

    assert {dossier.ended_at for dossier in overdue} == {None}


@pytest.mark.usefixtures("year")
def test_without_a_deadline_nobody_says_how_late_it_is(office):
    assert dossiers_behind(office, **YEAR, part=LatePart.UNDETERMINED).get().late_by is None


@pytest.mark.usefixtures("year")
def test_a_page_of_the_list_is_one_query(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = dossiers_behind(office, **YEAR, part=LatePart.OPEN_OVERDUE)[1:3]
        assert [(d.procedure.name, d.handler) for d in page] == [("Thủ tục 1.001", None)] * 2

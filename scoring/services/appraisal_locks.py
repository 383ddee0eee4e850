"""What is held while something of a cycle is written, so that nobody writes over anybody."""

from django.db import connection

from scoring.models import Assessment


def share_cycle(cycle_id: int) -> None:
    """Have rankings and publications of a cycle wait until the transaction ends.

    One that is under way is waited for; people who write in the cycle do not wait for each other.
    To be called before anything else of the cycle is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("select id from scoring_cycle where id = %s for share", [cycle_id])


def share_free_cycle(cycle_id: int) -> bool:
    """Do as `share_cycle` and return True; False at once while a cycle is ranked or published."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from scoring_cycle where id = %s for share skip locked", [cycle_id]
        )
        return cursor.fetchone() is not None


def hold_sheet(assessment_id: int) -> Assessment:
    """Return a sheet that nobody else writes on until the transaction ends.

    A ranking or a publication of its cycle that is under way is waited for, and waits in its turn;
    people who write on other sheets of the cycle do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select cycle.id from scoring_cycle cycle join scoring_assessment sheet"
            " on sheet.cycle_id = cycle.id where sheet.id = %s for share of cycle",
            [assessment_id],
        )
    sheets = Assessment.objects.select_for_update(of=("self",))
    return sheets.select_related("unit", "cycle__organiser", "cycle_group").get(pk=assessment_id)

"""What is held while something of a cycle is written, so that nobody writes over anybody.

The order is the same for all: intakes, the cycle, its stages, a sheet, then what hangs on a sheet.
"""

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


def hold_sheet(assessment: Assessment) -> Assessment:
    """Return a sheet as it stands now; whoever else writes on it waits until the transaction ends.

    Its cycle is shared first: whoever ranks, publishes or changes the cycle holds it `for update`
    before any sheet, so they are waited for or wait in turn, never in a ring. The sheet is locked
    `for no key update`: that keeps the writers of one sheet apart, leaves those of two alone, and
    lets in a row that merely refers to the sheet. A file of marks writes such rows without holding
    the sheet; `for update` would make it wait, at its end, for whoever waits for its mark.
    The sheet is read after it is locked: read along with the lock, it would be missed if somebody
    moved it to another block meanwhile.
    """
    share_cycle(assessment.cycle_id)
    sheets = Assessment.objects.filter(pk=assessment.pk)
    list(sheets.select_for_update(no_key=True).values_list("pk"))
    known = sheets.select_related("unit", "cycle__organiser", "cycle_group__criteria_set")
    return known.get()

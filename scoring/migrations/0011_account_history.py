"""The history of accounts is never edited and is found by its time."""

from django.db import migrations

GUARD = """
create trigger history_is_never_edited before update or delete on units_userevent
    for each row execute function refuse_to_edit_history();
create index units_userevent_in_order on units_userevent (pgh_created_at, pgh_id);
"""
UNGUARD = """
drop index units_userevent_in_order;
drop trigger history_is_never_edited on units_userevent;
"""


class Migration(migrations.Migration):
    """The trigger and the index of the history of accounts."""

    dependencies = [
        ("units", "0005_account_history"),
        ("scoring", "0010_rule_sets_have_authors"),
    ]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]

"""Every page of the admin opens, for those who run the portal, however many rows there are."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from tests.cchc_portal.admin_world import build_rows
from units.models import Unit, User

# The kit's own templates read variables that are not always there.
pytestmark = pytest.mark.usefixtures("kit_templates")
admin.autodiscover()
MODELS = sorted(model._meta.label_lower for model in admin.site._registry)
SHOWN = [
    "dossiers.procedure",
    "dossiers.source",
    "dossiers.sourceunit",
    "foundation.importbatch",
    "foundation.job",
    "foundation.storedfile",
    "foundation.swapday",
    "foundation.workingshift",
    "scoring.assessment",
    "scoring.criteriaset",
    "scoring.cycle",
    "scoring.rankingrun",
    "scoring.ruleset",
    "surveys.campaign",
    "units.apiclient",
    "units.person",
    "units.succession",
    "units.unit",
    "units.unitgroup",
    "units.user",
]


def page(label: str, kind: str, *args: object) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{kind}", args=args)


def test_the_admin_shows_these_tables_and_no_other():
    assert MODELS == SHOWN


@pytest.mark.parametrize("who", ["home_affairs", "superuser"])
def test_every_table_opens_as_a_list_and_row_by_row(client, make_user, who):
    home_affairs = make_user("home_affairs")
    build_rows(home_affairs)
    client.force_login(
        home_affairs if who == "home_affairs" else User.objects.create_superuser("root")
    )

    statuses = {}
    for label in SHOWN:
        row = apps.get_model(label)._default_manager.first()
        statuses[label, "list"] = client.get(page(label, "changelist")).status_code
        search = client.get(page(label, "changelist"), {"q": "Khánh Hoà"})
        statuses[label, "search"] = search.status_code
        statuses[label, "row"] = client.get(page(label, "change", row.pk)).status_code

    assert {page: status for page, status in statuses.items() if status != 200} == {}


def test_every_table_that_may_grow_by_hand_has_a_form_for_it(client, make_user):
    client.force_login(make_user("home_affairs"))

    statuses = {label: client.get(page(label, "add")).status_code for label in SHOWN}

    assert {label for label, status in statuses.items() if status == 403} == {
        "dossiers.source",
        "foundation.importbatch",
        "foundation.job",
        "foundation.storedfile",
        "scoring.criteriaset",
        "scoring.rankingrun",
    }
    assert set(statuses.values()) == {200, 403}


@pytest.mark.parametrize("label", ["units.unit", "scoring.assessment", "units.user"])
def test_a_list_asks_the_database_no_more_for_more_rows(
    client, make_user, label, django_assert_max_num_queries
):
    home_affairs = make_user("home_affairs")
    build_rows(home_affairs)
    client.force_login(home_affairs)
    for number in range(30):
        Unit.through_time.create(code=f"u{number}", name="X", level="commune", valid=(None, None))
        make_user("reader", username=f"reader{number}")

    with django_assert_max_num_queries(14):
        client.get(page(label, "changelist"))


def test_the_list_of_batches_leaves_the_columns_of_files_where_they_are(
    client, make_user, django_assert_max_num_queries
):
    home_affairs = make_user("home_affairs")
    build_rows(home_affairs)
    client.force_login(home_affairs)

    with django_assert_max_num_queries(14) as asked:
        client.get(page("foundation.importbatch", "changelist"))

    of_batches = [query["sql"] for query in asked if "foundation_importbatch" in query["sql"]]
    assert of_batches
    assert not [sql for sql in of_batches if '"header"' in sql]


def test_one_does_not_delete_what_others_stand_on(client, make_user):
    home_affairs = make_user("home_affairs")
    build_rows(home_affairs)
    client.force_login(home_affairs)
    unit = Unit.through_time.get(code="alpha")

    response = client.post(page("units.unit", "delete", unit.pk), {"post": "yes"})

    assert response.status_code == 200
    assert "phiếu chấm điểm" in response.content.decode().lower()
    assert Unit.through_time.filter(pk=unit.pk).exists()

"""What happens to units, successions and people is in the history: a review rests on them."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from scoring.models import CriteriaSet
from scoring.selectors.history_tables import table_of
from tests.reports.test_pages import words
from units.models import Person, Succession, Unit
from units.services.people_intake import import_people


@pytest.fixture
def clerk(client, make_user):
    """Return a signed-in clerk of Sở Nội vụ."""
    user = make_user("home_affairs", username="clerk")
    client.force_login(user)
    return user


def acts(model) -> list[str]:
    """Return what the history has of a model, in order."""
    events = table_of(model).model.objects.order_by("pgh_id")
    return list(events.values_list("pgh_label", flat=True))


def test_a_changed_tenure_is_told_from_what_to_what(client, clerk, cycle, make_person):
    head = make_person("gd-1", "head", "gamma", since=date(2023, 7, 1))
    Person.objects.filter(pk=head.pk).update(valid="[2024-12-01,2025-02-01)")

    answer = client.get("/nhat-ky/?loai=person")

    page = words(answer)
    assert "sửa người chịu trách nhiệm gd-1 Người gd-1" in page
    assert "thời gian giữ vai trò: từ 01/07/2023 → thành từ 01/12/2024 đến hết 31/01/2025" in page
    assert 'href="/don-vi/gamma/"' in answer.content.decode()


def test_a_succession_and_a_renamed_unit_are_found_by_the_unit(client, clerk, cycle):
    alpha, beta = (Unit.through_time.get(code=code) for code in ("alpha", "beta"))
    Succession.objects.create(predecessor=alpha, successor=beta, extent="whole").delete()
    alpha.name = "Sở mới"
    alpha.save()

    page = words(client.get("/nhat-ky/?don_vi=beta"))

    assert "xóa kế thừa Sở mới → Sở beta" in page
    assert "tên: Sở alpha → thành Sở mới" in words(client.get("/nhat-ky/?don_vi=alpha"))
    assert "Sở mới" not in words(client.get("/nhat-ky/?don_vi=gamma"))


def test_a_unit_is_found_by_what_it_was_called_and_after_it_is_gone(client, clerk, cycle):
    alpha = Unit.through_time.get(code="alpha")
    alpha.name, alpha.code = "Sở mới", "so-moi"
    alpha.save()
    delta = Unit.through_time.create(
        code="delta", name="Sở Thử", level="department", valid="[2024-01-01,)"
    )
    delta.delete()

    for asked in ("so alpha", "ALPHA"):
        page = words(client.get("/nhat-ky/", {"don_vi": asked}))
        assert "tên: Sở alpha → thành Sở mới" in page
        assert "delta" not in page
    for asked in ("so thu", "delta"):
        page = words(client.get("/nhat-ky/", {"don_vi": asked}))
        assert "xóa đơn vị delta" in page
        assert "Sở mới" not in page


def test_an_older_row_of_a_unit_leads_to_its_page_of_today(client, clerk, cycle):
    alpha = Unit.through_time.get(code="alpha")
    alpha.code = "so-moi"
    alpha.save()

    page = client.get("/nhat-ky/", {"loai": "unit", "don_vi": "so-moi"}).content.decode()

    assert page.count('href="/don-vi/so-moi/"') == 2  # the row that made it and the one that turned
    assert "/don-vi/alpha/" not in page
    assert client.get("/don-vi/so-moi/").status_code == 200


def test_a_unit_that_was_struck_off_has_no_page(client, clerk, cycle):
    delta = Unit.through_time.create(
        code="delta", name="Sở Thử", level="department", valid="[2024-01-01,)"
    )
    delta.delete()

    page = client.get("/nhat-ky/", {"loai": "unit", "don_vi": "delta"}).content.decode()

    assert "delta Sở Thử" in page
    assert "/don-vi/delta/" not in page


def test_a_draft_that_was_deleted_has_no_page_either(client, clerk, cycle):
    CriteriaSet.objects.create(
        code="nhap", title="Bộ nháp", aggregation="sum", max_points=10
    ).delete()

    page = client.get("/nhat-ky/?loai=criteriaset").content.decode()

    assert "Bộ nháp" in page
    assert "/bo-tieu-chi/nhap/" not in page


def test_keys_for_search_and_order_are_no_change(cycle):
    Unit.through_time.update(sort_key="x")

    assert set(acts(Unit)) == {"insert"}


def test_people_taken_in_leave_a_row_each(cycle, marker, stored_file):
    rows = (
        "Mã,Tên,Vai trò,Mã đơn vị,Từ ngày,Đến ngày\n"
        "a,A,Người đứng đầu,alpha,01/01/2024,\nb,B,Người đứng đầu,beta,01/01/2024,\n"
    )
    import_people(stored_file(rows), by=marker)

    import_people(stored_file(rows.replace("b,B", "b,Bình")), by=marker)

    assert acts(Person) == ["insert", "insert", "update"]


@pytest.mark.parametrize("table", ["units_person", "units_succession", "units_unit"])
def test_the_register_is_not_emptied_at_a_stroke(db, table):
    with (
        pytest.raises(IntegrityError, match="phải để lại dấu vết"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"truncate {table} cascade")

"""What happens to accounts and grants is in the history, under the seal, and no password is."""

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction

from scoring.selectors.history_tables import table_of
from scoring.services.sealing import seal_days
from tests.reports.test_pages import words
from tests.scoring_world import tonight
from units.models import Grant, User
from units.services.accounts import change_own_password, renew_password

ACCOUNTS, GRANTS = "/nhat-ky/?loai=user", "/nhat-ky/?loai=grant"
EVENTS = table_of(User)


@pytest.fixture
def clerk(client, make_user) -> User:
    """A signed-in clerk of Sở Nội vụ."""
    user = make_user("home_affairs", username="clerk")
    client.force_login(user)
    return user


@pytest.fixture
def person(make_user) -> User:
    """Somebody with an account and no grant yet."""
    return make_user(None, username="an")


def rows(person: User) -> list[str]:
    """Return the acts that the history has of an account."""
    events = EVENTS.model.objects.filter(pgh_obj_id=person.pk)
    return list(events.order_by("pk").values_list("pgh_label", flat=True))


def test_a_clerk_reads_who_made_an_account_and_who_switched_it_off(client, clerk, person):
    with pghistory.context(user=clerk.pk, url="/quan-tri/"):
        person.is_active = False
        person.save()

    page = words(client.get(ACCOUNTS))

    assert "thêm người dùng an" in page
    assert "clerk sửa người dùng an" in page
    assert "đang hoạt động: có → thành không" in page
    assert f"/quan-tri/units/user/{person.pk}/change/" in client.get(ACCOUNTS).content.decode()


def test_a_clerk_reads_who_gave_a_password_and_that_it_was_changed(client, clerk, person):
    with pghistory.context(user=clerk.pk, url="/quan-tri/"):
        renew_password(person, by=clerk)
    with pghistory.context(user=person.pk, url="/doi-mat-khau/"):
        change_own_password(person, "mat-khau-rieng-cua-an")

    page = words(client.get(ACCOUNTS))

    given, changed = page.index("clerk sửa người dùng an"), page.index("an sửa người dùng an")
    assert changed < given
    assert "phải đổi mật khẩu: không → thành có" in page[given:]
    assert "phải đổi mật khẩu: có → thành không" in page[changed:given]
    assert "mật khẩu đặt lúc" in page


def test_a_password_set_by_any_way_is_told_and_never_kept(person):
    person.set_password("mat-khau-dau-tien")
    person.save()
    with connection.cursor() as cursor:
        cursor.execute("update units_user set password = 'bam-khac' where id = %s", [person.pk])

    assert rows(person) == ["insert", "update", "update"]
    instants = EVENTS.model.objects.order_by("pk").values_list("password_set_at", flat=True)
    assert len(set(instants)) == 3
    assert not {"password", "last_login"} & set(EVENTS.columns)
    told = str(list(EVENTS.model.objects.values()))
    assert "pbkdf2" not in told
    assert "bam-khac" not in told


def test_when_a_password_was_set_is_not_for_code_to_say(person):
    """A stale copy that is saved whole changes nothing about it."""
    stale = User.objects.get(pk=person.pk)
    person.set_password("mat-khau-dau-tien")
    person.save()
    since = User.objects.get(pk=person.pk).password_set_at

    stale.password, stale.password_set_at = person.password, None
    stale.save()

    assert since is not None
    assert User.objects.get(pk=person.pk).password_set_at == since


def test_signing_in_is_no_change_of_an_account(client, person):
    person.set_password("mat-khau-dau-tien")
    person.save()
    before = rows(person)

    assert client.login(username="an", password="mat-khau-dau-tien")

    assert User.objects.get(pk=person.pk).last_login
    assert rows(person) == before


def test_a_clerk_reads_who_gave_and_who_took_a_grant(client, clerk, person):
    with pghistory.context(user=clerk.pk, url="/quan-tri/"):
        grant = Grant.objects.create(user=person, role="leader")
        grant.delete()

    page = words(client.get(GRANTS))

    assert "clerk thêm phân quyền an" in page
    assert "clerk xóa phân quyền an" in page
    assert "Lãnh đạo tỉnh" in page


def test_accounts_are_under_the_seal_and_never_edited(person):
    (day,) = seal_days(at=tonight())

    assert day.tables[EVENTS.name]["rows"] == 1
    with pytest.raises(IntegrityError, match="không sửa, không xóa"), transaction.atomic():
        EVENTS.model.objects.update(username="ai-do")

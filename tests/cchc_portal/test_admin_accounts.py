"""Accounts, grants and secrets in the admin: nobody raises themselves, nothing is shown twice."""

import re

import pytest

from foundation.models import AccessRecord
from units.models import ApiClient, Grant, User

pytestmark = pytest.mark.usefixtures("kit_templates")


@pytest.fixture
def home_affairs(client, make_user):
    """Return somebody of Sở Nội vụ, signed in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


def grants_form(user: User | None, *rows: dict[str, object]) -> dict[str, object]:
    """Return the grants part of the form as the browser sends it."""
    kept = list(user.grants.order_by("pk")) if user else []
    data: dict[str, object] = {
        "grants-TOTAL_FORMS": len(kept) + len(rows),
        "grants-INITIAL_FORMS": len(kept),
    }
    for place, grant in enumerate(kept):
        own = {"id": grant.pk, "user": user.pk, "role": grant.role, "unit": grant.unit_id or ""}
        data |= {f"grants-{place}-{key}": value for key, value in own.items()}
    for place, row in enumerate(rows, start=len(kept)):
        data |= {f"grants-{place}-{key}": value for key, value in row.items()}
    return data


def shown(response) -> str:
    """Return what the page that follows says in its messages."""
    return " ".join(str(message) for message in response.context["messages"])


def test_a_new_person_gets_a_random_password_shown_once(client, home_affairs, make_unit):
    office = make_unit("so-tu-phap")
    grant = {"role": "head", "unit": office.pk}

    response = client.post(
        "/quan-tri/units/user/add/",
        {"username": "thutruong", "is_active": "on"} | grants_form(None, grant),
        follow=True,
    )

    person = User.objects.get(username="thutruong")
    password = re.search(r"thutruong: (\S+) –", shown(response))[1]
    assert person.check_password(password)
    assert person.must_change_password
    assert list(person.grants.values_list("role", "unit")) == [("head", office.pk)]
    assert password not in client.get("/quan-tri/units/user/").content.decode()


def test_nobody_changes_their_own_grants(client, home_affairs):
    address = f"/quan-tri/units/user/{home_affairs.pk}/change/"
    page = client.get(address).content.decode()

    client.post(
        address,
        {"username": home_affairs.username} | grants_form(home_affairs, {"role": "leader"}),
    )

    assert 'name="grants-0-role"' not in page
    assert [grant.role for grant in home_affairs.grants.all()] == ["home_affairs"]


def test_nobody_switches_themselves_off_or_makes_themselves_superuser(client, home_affairs):
    address = f"/quan-tri/units/user/{home_affairs.pk}/change/"

    client.post(
        address,
        {"username": home_affairs.username, "is_superuser": "on"} | grants_form(home_affairs),
    )

    home_affairs.refresh_from_db()
    assert home_affairs.is_active
    assert not home_affairs.is_superuser


def test_the_superuser_flag_is_for_superusers_alone(client, home_affairs, make_user):
    person = make_user("reader")
    address = f"/quan-tri/units/user/{person.pk}/change/"
    data = {"username": person.username, "is_active": "on", "is_superuser": "on"}

    client.post(address, data | grants_form(person))
    person.refresh_from_db()
    assert not person.is_superuser

    client.force_login(User.objects.create_superuser("root"))
    client.post(address, data | grants_form(person))
    person.refresh_from_db()
    assert person.is_superuser


def test_home_affairs_cannot_take_over_a_superuser(client, home_affairs):
    root = User.objects.create_superuser("root", password="giữ-nguyên")

    change = client.post(f"/quan-tri/units/user/{root.pk}/change/", {"username": "x"})
    response = client.post(
        "/quan-tri/units/user/",
        {"action": "give_passwords", "_selected_action": [root.pk]},
        follow=True,
    )

    root.refresh_from_db()
    assert change.status_code == 403
    assert "chỉ quản trị hệ thống" in shown(response)
    assert root.username == "root"
    assert root.check_password("giữ-nguyên")


def test_a_new_password_is_given_shown_once_and_recorded(client, home_affairs, make_user):
    person = make_user("reader")

    response = client.post(
        "/quan-tri/units/user/",
        {"action": "give_passwords", "_selected_action": [person.pk]},
        follow=True,
    )

    person.refresh_from_db()
    assert person.check_password(re.search(r"reader: (\S+) –", shown(response))[1])
    assert person.must_change_password
    history = client.get(f"/quan-tri/units/user/{person.pk}/history/").content.decode()
    assert "Cấp mật khẩu mới." in history


def test_no_page_shows_or_takes_a_password_hash(client, home_affairs, make_user):
    person = make_user("reader")
    person.set_password("bí-mật")
    person.save()
    address = f"/quan-tri/units/user/{person.pk}/change/"

    page = client.get(address).content.decode()
    client.post(address, {"username": "reader", "password": "x"} | grants_form(person))

    person.refresh_from_db()
    assert "pbkdf2" not in page
    assert person.check_password("bí-mật")


def test_accounts_are_switched_off_and_never_deleted(client, home_affairs, make_user):
    person = make_user("reader")

    response = client.post(f"/quan-tri/units/user/{person.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_a_head_without_a_unit_is_refused_with_a_sentence(client, home_affairs, make_user):
    person = make_user(None, username="moi")

    response = client.post(
        f"/quan-tri/units/user/{person.pk}/change/",
        {"username": "moi", "is_active": "on"} | grants_form(person, {"role": "head"}),
    )

    assert "Thủ trưởng và cán bộ phải gắn với một đơn vị" in response.content.decode()
    assert not Grant.objects.filter(user=person).exists()


def test_another_system_gets_its_secret_shown_once_and_keeps_only_its_hash(client, home_affairs):
    response = client.post("/quan-tri/units/apiclient/add/", {"name": "Một cửa"}, follow=True)

    system = ApiClient.objects.get(name="Một cửa")
    secret = re.search(r"\): (\S+) –", shown(response))[1]
    kind = (system.client_type, system.authorization_grant_type)
    assert kind == ("confidential", "client-credentials")
    assert secret not in system.client_secret
    page = client.get(f"/quan-tri/units/apiclient/{system.pk}/change/").content.decode()
    assert secret not in page
    assert system.client_secret not in page


def test_a_new_secret_makes_the_old_one_void(client, home_affairs):
    client.post("/quan-tri/units/apiclient/add/", {"name": "Một cửa"})
    system = ApiClient.objects.get()
    before = system.client_secret

    response = client.post(
        "/quan-tri/units/apiclient/",
        {"action": "give_secrets", "_selected_action": [system.pk]},
        follow=True,
    )

    system.refresh_from_db()
    assert system.client_secret != before
    assert "chỉ hiện một lần" in shown(response)


def test_reading_accounts_leaves_a_trace(client, home_affairs, make_user):
    person = make_user("reader")

    for address in ("", "?q=read", f"{person.pk}/change/", f"{person.pk}/history/"):
        assert client.get(f"/quan-tri/units/user/{address}").status_code == 200

    traces = AccessRecord.objects.order_by("pk").values_list("user", "kind", "page", "about")
    kept = (home_affairs.pk, "read", "Tài khoản người dùng")
    assert list(traces) == [(*kept, it) for it in ("mọi người", "read", "reader", "reader")]

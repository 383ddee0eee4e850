"""Who gets into the admin, by which door, and under which policy of content."""

import pytest

from units.models import User

# The kit's own templates read variables that are not always there.
pytestmark = pytest.mark.usefixtures("kit_templates")
INDEX = "/quan-tri/"


def test_whoever_is_not_signed_in_signs_in_at_the_portals_own_door(client, db):
    response = client.get("/quan-tri/units/unit/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/dang-nhap/?next=/quan-tri/units/unit/")


def test_the_admins_own_door_leads_to_the_portals(client, db):
    response = client.get("/quan-tri/login/?next=/quan-tri/units/unit/")

    assert response["Location"] == "/dang-nhap/?next=/quan-tri/units/unit/"


@pytest.mark.parametrize("role", ["appraiser", "leader", "reader", None])
def test_other_people_of_the_province_are_told_that_it_is_not_for_them(client, make_user, role):
    client.force_login(make_user(role))

    response = client.get(INDEX)

    assert response.status_code == 403
    assert "chỉ mở cho Sở Nội vụ" in response.content.decode()


@pytest.mark.parametrize("role", ["head", "officer"])
def test_people_of_a_unit_are_told_that_it_is_not_for_them(client, make_user, make_unit, role):
    client.force_login(make_user(role, make_unit("so-tu-phap")))

    assert client.get("/quan-tri/units/grant/add/").status_code in {403, 404}
    assert client.get("/quan-tri/units/user/").status_code == 403


def test_the_staff_flag_opens_nothing(client, make_user):
    user = make_user("reader")
    user.is_staff = True
    user.save()
    client.force_login(user)

    assert client.get(INDEX).status_code == 403


def test_home_affairs_and_superusers_get_in(client, make_user):
    for user in (make_user("home_affairs"), User.objects.create_superuser("root")):
        client.force_login(user)

        assert client.get(INDEX).status_code == 200


def test_somebody_switched_off_does_not_get_in(client, make_user):
    user = make_user("home_affairs")
    client.force_login(user)
    user.is_active = False
    user.save()

    assert client.get(INDEX).status_code == 302


def test_only_the_admin_may_do_what_its_kit_needs(client, make_user):
    client.force_login(make_user("home_affairs"))

    admin = client.get(INDEX)["Content-Security-Policy"]
    others = [client.get(path)["Content-Security-Policy"] for path in ("/don-vi/", "/cach-tinh/")]

    assert "script-src 'self' 'unsafe-eval'" in admin
    assert "style-src 'self' 'unsafe-inline'" in admin
    assert "'unsafe-inline'" not in admin.replace("style-src 'self' 'unsafe-inline'", "")
    assert not any("unsafe" in policy for policy in others)


def test_a_refusal_of_the_admin_keeps_the_strict_policy(client, make_user):
    client.force_login(make_user("reader"))

    assert "unsafe" not in client.get(INDEX)["Content-Security-Policy"]


def test_leaving_the_admin_signs_out_everywhere(client, make_user):
    client.force_login(make_user("home_affairs"))

    response = client.post("/quan-tri/logout/")

    assert response["Location"] == "/dang-nhap/"
    assert client.get("/don-vi/").status_code == 302


def test_the_sidebar_leads_to_pages_that_are_there(client, make_user):
    client.force_login(make_user("home_affairs"))
    from cchc_portal.admin_menu import navigation

    links = [item["link"] for group in navigation(None) for item in group["items"]]

    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(
        links, 200
    )

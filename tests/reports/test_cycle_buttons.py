"""Which way of ranking a cycle offers first."""

import re

import pytest


@pytest.mark.parametrize(("year", "first"), [(2023, "tam-tinh"), (2024, "cong-bo")])
def test_a_provisional_run_is_offered_while_marks_are_missing_then_publishing(
    client, other_year, make_user, year, first
):
    client.force_login(make_user("home_affairs"))

    page = client.get(f"/ky-danh-gia/?nam={year}").content.decode()

    buttons = dict(re.findall(r'value="(tam-tinh|day-du)"\s+class="([^"]+)"', page))
    assert len(buttons) == 2
    buttons.update(
        (kind, looks)
        for looks, kind in re.findall(r'class="([^"]+)"\s+href="[^"]+/(cong-bo)/"', page)
    )
    assert [kind for kind, looks in buttons.items() if "btn-primary" in looks] == [first]

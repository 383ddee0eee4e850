"""Which way of ranking a cycle offers first."""

import re

import pytest


@pytest.mark.parametrize(("year", "first"), [(2023, "tam-tinh"), (2024, "day-du")])
def test_while_marks_are_missing_a_provisional_run_is_offered_first(
    client, other_year, make_user, year, first
):
    client.force_login(make_user("home_affairs"))

    page = client.get(f"/ky-danh-gia/?nam={year}").content.decode()

    buttons = dict(re.findall(r'value="(tam-tinh|day-du)"\s+class="([^"]+)"', page))
    assert len(buttons) == 2
    assert [kind for kind, looks in buttons.items() if "btn-primary" in looks] == [first]

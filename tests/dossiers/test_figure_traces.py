"""Whoever looks at the dossiers behind a compared figure, or takes figures home, leaves a trace."""

from datetime import date

import pytest

from dossiers.models import Source, StatedFigure
from foundation.models import AccessRecord


@pytest.fixture
def clerk(client, make_user, office, stored_file):
    """Sign a person of Sở Nội vụ in; a source states the late dossiers of an office in 2024."""
    source, user = Source.objects.create(code="s", name="Một cửa"), make_user("home_affairs")
    year = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
    given = {"source": source, "unit": office, "file": stored_file("x")}
    StatedFigure.objects.create(figure="late", count=1, **given, **year)
    client.force_login(user)
    return user


def records() -> list[tuple]:
    return list(AccessRecord.objects.order_by("pk").values_list("kind", "user", "page", "about"))


def test_whoever_looks_at_the_dossiers_of_a_figure_leaves_a_trace(client, clerk, office):
    asked = f"?nguon=s&ky=2024-01-01_2024-12-31&don-vi={office.pk}&chi-tieu=tre-han"

    assert client.get("/doi-chieu/").status_code == 200
    assert client.get(f"/doi-chieu/ho-so/{asked}").status_code == 200
    assert client.get("/doi-chieu/ho-so/").status_code == 404
    assert b"".join(client.get(f"/doi-chieu/ho-so.xlsx{asked}"))

    said = (clerk.pk, "Đối chiếu: Trễ hạn", "Sở Tư pháp, Một cửa, năm 2024")
    assert records() == [("read", *said), ("export", *said)]


def test_whoever_takes_the_whole_comparison_home_leaves_a_trace(client, clerk):
    assert b"".join(client.get("/doi-chieu/doi-chieu.xlsx"))

    assert records() == [("export", clerk.pk, "Đối chiếu số liệu", "Một cửa, năm 2024")]

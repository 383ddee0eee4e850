"""Whoever looks at the dossiers behind a compared figure, or takes them home, leaves a trace."""

from datetime import date

from dossiers.models import Source, StatedFigure
from foundation.models import AccessRecord


def test_whoever_looks_at_the_dossiers_of_a_figure_leaves_a_trace(
    client, make_user, office, stored_file
):
    source, clerk = Source.objects.create(code="s", name="Một cửa"), make_user("home_affairs")
    year = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
    given = {"source": source, "unit": office, "file": stored_file("x")}
    StatedFigure.objects.create(figure="late", count=1, **given, **year)
    client.force_login(clerk)
    asked = f"?nguon=s&ky=2024-01-01_2024-12-31&don-vi={office.pk}&chi-tieu=tre-han"

    assert client.get("/doi-chieu/").status_code == 200
    assert client.get(f"/doi-chieu/ho-so/{asked}").status_code == 200
    assert client.get("/doi-chieu/ho-so/").status_code == 404
    assert b"".join(client.get(f"/doi-chieu/ho-so.xlsx{asked}"))

    said = (clerk.pk, "Đối chiếu: Trễ hạn", "Sở Tư pháp, Một cửa, năm 2024")
    records = AccessRecord.objects.order_by("pk").values_list("kind", "user", "page", "about")
    assert list(records) == [("read", *said), ("export", *said)]

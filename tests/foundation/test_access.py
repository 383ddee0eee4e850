"""Reading leaves a trace, one row a look."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils.timezone import now

from foundation.models import AccessRecord
from foundation.selectors.access import access_records
from foundation.services.access import LONGEST, record_access
from foundation.views.access import record_reading

READ, EXPORT = AccessRecord.Kind.READ, AccessRecord.Kind.EXPORT


@pytest.fixture
def looks(make_user) -> list[AccessRecord]:
    """Record three looks of two people, the oldest first."""
    clerk, leader = make_user(username="clerk"), make_user(username="leader")
    leader.full_name = "Lê Văn An"
    leader.save()
    record_access(user=clerk, kind=READ, page="Danh sách xem xét", about="Kỳ 2024")
    record_access(user=leader, kind=READ, page="Số liệu của cán bộ", about="cb-1")
    record_access(user=clerk, kind=EXPORT, page="Danh sách xem xét", about="Kỳ 2024")
    return list(AccessRecord.objects.order_by("pk"))


def test_a_look_costs_one_statement(make_user, django_assert_num_queries):
    user = make_user()

    with django_assert_num_queries(1):
        record_access(user=user, kind=READ, page="Trang", about="Người")


@pytest.mark.parametrize(("method", "records"), [("get", 1), ("post", 1), ("head", 0)])
def test_whoever_asks_for_the_headers_alone_reads_nothing(make_user, method, records):
    request = getattr(RequestFactory(), method)("/")
    request.user = make_user()

    record_reading(request, kind=READ, page="Trang", about="Người")

    assert AccessRecord.objects.filter(user=request.user).count() == records


def test_every_page_that_leaves_a_trace_asks_how_it_is_read():
    """Pages leave their traces by `record_reading`, which alone knows of headers."""
    calling = {
        str(path.relative_to(settings.BASE_DIR))
        for place in ("*/views/*.py", "*/admin/*.py", "*/api/*.py")
        for path in settings.BASE_DIR.glob(place)
        if "record_access" in path.read_text()
    }

    assert calling == {"foundation/views/access.py"}


def test_long_words_are_cut_to_what_is_kept(make_user):
    record_access(user=make_user(), kind=READ, page="x" * 999, about="y" * 999)

    record = AccessRecord.objects.get()
    assert (len(record.page), len(record.about)) == (LONGEST, LONGEST)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [2, 1, 0]),
        ({"person": "CLERK"}, [2, 0]),
        ({"person": "văn an"}, [1]),
        ({"words": "cán bộ"}, [1]),
        ({"words": "CB-1"}, [1]),
        ({"kind": "export"}, [2]),
        ({"since": now() + timedelta(days=1)}, []),
        ({"until": now() - timedelta(days=1)}, []),
    ],
)
def test_looks_are_found_the_newest_first(looks, asked, found):
    assert list(access_records(**asked)) == [looks[place] for place in found]


def test_a_page_goes_on_where_the_one_before_ended(looks):
    assert list(access_records(after=looks[2].pk)) == [looks[1], looks[0]]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_trace_is_never_changed(looks, change):
    traces = AccessRecord.objects.all()
    acts = {"update": lambda: traces.update(page="x"), "delete": traces.delete}

    with pytest.raises(IntegrityError, match="không sửa, không xóa"), transaction.atomic():
        acts[change]()

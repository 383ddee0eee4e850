"""Reading leaves a trace, one row a look."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from foundation.models import AccessRecord
from foundation.selectors.access import access_records
from foundation.services.access import LONGEST, record_access

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

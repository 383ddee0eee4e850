"""A list of what does not fit is confirmed for what it named: nothing written since is dropped.

The next version has no 1.2 any more; alpha claims option b of it, half a point, and cites a report.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import now

from foundation.models import StoredFile
from scoring.models import (
    Appraisal,
    AreaAppraiser,
    AreaOwner,
    Claim,
    CriteriaSet,
    Document,
    Evidence,
    Explanation,
    Mark,
    Reopening,
)
from scoring.selectors.criteria import stamp_of
from scoring.services.criteria_drafts import delete_criterion
from scoring.services.criteria_replacement import DoesNotFit, replace_in_cycle
from scoring.services.criteria_versions import approve_set, new_version
from tests.claim_world import build_sheets, cite, leaf, put_claims
from tests.scoring.test_criteria_replacement import change
from units.models import Unit, User


@pytest.fixture
def sheet(make_user):
    """Return alpha's sheet, with something of every kind on 1.2."""
    sheet, staff = build_sheets(), make_user(username="staff")
    put_claims(sheet, staff)
    cite(sheet, "1.2", staff)
    place: dict[str, Any] = {"assessment": sheet, "criterion": leaf(sheet, "1.2")}
    Mark.objects.create(**place, content={"choices": ["c"]}, marked_by=staff)
    Appraisal.objects.create(
        **place,
        round="first",
        content={"choices": ["c"]},
        points=0,
        appraised_by=staff,
        appraiser_unit=Unit.through_time.get(code="beta"),
        assessed_unit=sheet.unit,
    )
    Explanation.objects.create(**place, stance="object", text="Đủ hồ sơ", explained_by=staff)
    CriteriaSet.objects.update(
        source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
    )
    return sheet


@pytest.fixture
def refused(make_user, sheet) -> Callable[..., DoesNotFit]:
    """Return a function that moves the block and returns the list of what does not fit."""
    author, checker = make_user(username="soan"), make_user(username="duyet")
    version = new_version(sheet.cycle_group.criteria_set, reason="Bỏ 1.2", by=author)
    change(version, "1.1", author, max_points=3)
    gone = version.criteria.get(code="1.2")
    delete_criterion(version, gone.pk, stamp=stamp_of(version), by=author)
    approve_set(version, by=checker)

    def move(confirmed: str = "") -> DoesNotFit:
        with pytest.raises(DoesNotFit) as refusal:
            replace_in_cycle(sheet.cycle_group, version, by=checker, confirmed=confirmed)
        return refusal.value

    return move


def another_document(sheet) -> Document:
    """Return a second document of alpha, of the same title as the first."""
    file = StoredFile.objects.create(sha256="2" * 64, name="moi.pdf", size=9, file="moi.pdf")
    staff = Claim.objects.first().claimed_by
    return Document.objects.create(
        unit=sheet.unit, file=file, title="Báo cáo 12/BC", created_by=staff
    )


def on(sheet, model):
    """Return what a model has of 1.2."""
    return model.objects.filter(assessment=sheet, criterion__code="1.2")


def test_the_list_names_what_would_be_dropped(refused):
    gone = "phiên bản mới không còn tiêu chí này"

    assert [str(it) for it in refused().misfits] == [
        f"Sở alpha, 1.2: điểm (c) – {gone}",
        f"Sở alpha, 1.2: điểm tự chấm (b) – {gone}",
        f"Sở alpha, 1.2: điểm thẩm định (Thẩm định lần đầu: c) – {gone}",
        f"Sở alpha, 1.2: giải trình (Không đồng ý, “Đủ hồ sơ”) – {gone}",
        f"Sở alpha, 1.2: tài liệu kiểm chứng (Báo cáo 12/BC) – {gone}",
    ]


CHANGES = {
    "claim": lambda sheet: on(sheet, Claim).update(content={"choices": ["a"]}, version=2),
    "explanation of a claim": lambda sheet: on(sheet, Claim).update(explanation="Có", version=2),
    "claim written again alike": lambda sheet: on(sheet, Claim).update(version=3),
    "mark": lambda sheet: on(sheet, Mark).update(content={"choices": ["a"]}),
    "reason of an appraisal": lambda sheet: on(sheet, Appraisal).update(reason="Thiếu", version=2),
    "objection": lambda sheet: on(sheet, Explanation).update(text="Đủ, xem phụ lục"),
    "document": lambda sheet: on(sheet, Evidence).update(document=another_document(sheet)),
}


@pytest.mark.parametrize("change_made", CHANGES.values(), ids=CHANGES)
def test_what_was_written_after_the_list_is_not_dropped_with_it(sheet, refused, change_made):
    seen = refused().stamp
    change_made(sheet)

    again = refused(confirmed=seen)

    assert again.stamp != seen
    assert all(on(sheet, it).exists() for it in (Claim, Mark, Appraisal, Explanation, Evidence))


@pytest.fixture
def refused_area(make_user, sheet) -> Callable[..., DoesNotFit]:
    """Return a function as above for a version without area 3, which beta and people appraise."""
    author, checker = make_user(username="soan"), make_user(username="duyet")
    block, area = sheet.cycle_group, leaf(sheet, "3")
    beta = Unit.through_time.get(code="beta")
    gamma = Unit.through_time.create(
        code="gamma", name="Sở gamma", level="department", valid=beta.valid
    )
    owner = AreaOwner.objects.create(cycle_group=block, area=area, owner=beta, substitute=gamma)
    for name in ("Bình", "An"):
        user = make_user(username=name.lower())
        User.objects.filter(pk=user.pk).update(full_name=name)
        AreaAppraiser.objects.create(area_owner=owner, user=user)
    Reopening.objects.create(
        assessment=sheet, area=area, until_on="2025-03-31", reason="Nhầm", opened_by=author
    )
    Claim.objects.all().delete()
    version = new_version(block.criteria_set, reason="Bỏ 3", by=author)
    gone = version.criteria.get(code="3")
    delete_criterion(version, gone.pk, stamp=stamp_of(version), by=author)
    CriteriaSet.objects.filter(pk=version.pk).update(state="approved", approved_at=now())

    def move(confirmed: str = "") -> DoesNotFit:
        with pytest.raises(DoesNotFit) as refusal:
            replace_in_cycle(block, version, by=checker, confirmed=confirmed)
        return refusal.value

    return move


def test_the_list_names_all_who_appraise_an_area_that_is_gone(refused_area):
    gone = "phiên bản mới không còn tiêu chí này"

    assert [str(it) for it in refused_area().misfits] == [
        f"3: phân công thẩm định (Sở beta; thay: Sở gamma; người: An, Bình) – {gone}",
        f"Sở alpha, 3: mở lại lĩnh vực (đến hết ngày 31/03/2025) – {gone}",
    ]


AREA_CHANGES = {
    "substitute": lambda: AreaOwner.objects.update(substitute=None),
    "one person less": lambda: AreaAppraiser.objects.first().delete(),
    "another of the same name": lambda: AreaAppraiser.objects.filter(user__full_name="An").update(
        user=User.objects.create(username="an-2", full_name="An")
    ),
    "day of a reopening": lambda: Reopening.objects.update(until_on="2025-04-01"),
    "reason of a reopening": lambda: Reopening.objects.update(reason="Bão"),
}


@pytest.mark.parametrize("change_made", AREA_CHANGES.values(), ids=AREA_CHANGES)
def test_an_area_given_otherwise_after_the_list_is_not_dropped_with_it(refused_area, change_made):
    seen = refused_area().stamp
    change_made()

    assert refused_area(confirmed=seen).stamp != seen
    assert AreaOwner.objects.count() == Reopening.objects.count() == 1

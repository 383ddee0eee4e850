"""Users and their grants, API clients, units through time, who answers for them, their blocks."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from foundation.domain.vietnamese import fold, sort_key, tidy
from foundation.models import tracked, tracked_without


@tracked_without("password", "last_login", "first_name", "last_name", "is_staff", "date_joined")
class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person who signs in; what they may do stands in their grants.

    Who works with a password that somebody else set must change it before anything else. When it
    was set the database says itself, whoever set it, so that the history tells of it.
    """

    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    password_set_at = models.DateTimeField(_("mật khẩu đặt lúc"), null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        return self.full_name or self.username


class ApiClient(AbstractApplication):
    """Another system of the province that signs in with its own credentials."""

    class Meta(AbstractApplication.Meta):
        verbose_name = verbose_name_plural = _("hệ thống kết nối")
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"


@tracked_without("search_key", "sort_key")
class Unit(models.Model):
    """A department, district or commune for as long as it exists.

    A code is reused after mergers (22333 was Phường Vĩnh Phước and is Phường Bắc Nha Trang), so it
    names one unit only together with a day. There is no `Unit.objects`: whoever wants units asks
    the selectors for those of a day, and `through_time` says what it gives.
    """

    class Level(models.TextChoices):
        """The place of a unit in the administration."""

        PROVINCE = "province", _("Tỉnh")
        DEPARTMENT = "department", _("Sở, ban, ngành")
        DISTRICT = "district", _("Huyện")
        COMMUNE = "commune", _("Xã")

    code = models.CharField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=200)
    level = models.CharField(_("cấp"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("đơn vị cấp trên"),
    )
    valid = DateRangeField(_("thời gian tồn tại"))
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    search_key = models.CharField(max_length=200, editable=False)
    sort_key = models.CharField(max_length=1000, editable=False, db_collation="C")

    through_time = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = _("đơn vị")
        ordering = ["sort_key"]
        constraints = [
            ExclusionConstraint(
                name="one_unit_per_code_and_day",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message=_(
                    "Mã này đã thuộc về một đơn vị khác trong cùng thời gian."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="a_unit_exists_at_least_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name composed, and its search and sort keys in step with it."""
        self.name = tidy(self.name)
        self.search_key, self.sort_key = fold(self.name), sort_key(self.name)
        super().save(*args, **kwargs)


@tracked
class Succession(models.Model):
    """What became of a unit: it went into its successor whole, or a part of it did."""

    class Extent(models.TextChoices):
        """How much of the predecessor the successor took over."""

        WHOLE = "whole", _("Toàn bộ")
        PART = "part", _("Một phần")

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name=_("đơn vị cũ")
    )
    successor = models.ForeignKey(
        Unit, models.PROTECT, related_name="origins", verbose_name=_("đơn vị mới")
    )
    extent = models.CharField(_("phạm vi"), max_length=5, choices=Extent.choices)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("kế thừa")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="a_succession_stands_once"
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(extent="whole"),
                name="a_unit_goes_whole_into_one_successor",
                violation_error_message=_("Đơn vị này đã được ghi là nhập toàn bộ vào nơi khác."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="a_unit_does_not_succeed_itself",
                violation_error_message=_("Một đơn vị không thể kế thừa chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.get_extent_display()})"


@tracked
class Person(models.Model):
    """An official, a head or a leadership collective, for as long as they answer for a unit."""

    class Role(models.TextChoices):
        """What the person answers for: their own dossiers, or the unit's class."""

        OFFICIAL = "official", _("Cán bộ, công chức")
        HEAD = "head", _("Người đứng đầu")
        COLLECTIVE = "collective", _("Tập thể lãnh đạo")

    code = models.CharField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=200)
    role = models.CharField(_("vai trò"), max_length=10, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name=_("đơn vị"))
    valid = DateRangeField(_("thời gian giữ vai trò"))

    class Meta:
        verbose_name = verbose_name_plural = _("người chịu trách nhiệm")
        ordering = ["unit", "code"]
        constraints = [
            ExclusionConstraint(
                name="one_person_per_code_role_and_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Mã này đã giữ vai trò ấy trong cùng thời gian."),
            ),
            ExclusionConstraint(
                name="a_unit_has_one_head_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(role="head"),
                violation_error_message=_("Đơn vị đã có người đứng đầu trong thời gian này."),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="a_person_answers_at_least_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name composed."""
        self.name = tidy(self.name)
        super().save(*args, **kwargs)


class UnitGroup(models.Model):
    """A block of units that are ranked together, such as the departments."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    title = models.CharField(_("tên"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("khối đơn vị")

    def __str__(self) -> str:
        return self.title


@tracked
class Grant(models.Model):
    """What a person may do, for one unit or (without one) for the whole province.

    The unit of an appraiser is where they work: they see every sheet, and appraise none of its own.
    """

    class Role(models.TextChoices):
        """The parts people play in a scoring year."""

        HOME_AFFAIRS = "home_affairs", _("Sở Nội vụ")
        APPRAISER = "appraiser", _("Người thẩm định")
        HEAD = "head", _("Thủ trưởng đơn vị")
        OFFICER = "officer", _("Cán bộ đơn vị")
        LEADER = "leader", _("Lãnh đạo tỉnh")
        READER = "reader", _("Chỉ xem")

    OF_A_UNIT = (Role.HEAD, Role.OFFICER)

    user = models.ForeignKey(
        User, models.CASCADE, related_name="grants", verbose_name=_("người dùng")
    )
    role = models.CharField(_("vai trò"), max_length=12, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("đơn vị")
    )
    granted_at = models.DateTimeField(_("cấp lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phân quyền")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"], nulls_distinct=False, name="a_grant_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["head", "officer"], unit__isnull=False)
                | Q(role__in=["appraiser", "home_affairs"])
                | Q(role__in=["leader", "reader"], unit=None),
                name="grants_have_the_unit_that_their_role_asks_for",
                violation_error_message=_(
                    "Thủ trưởng và cán bộ phải gắn với một đơn vị; người thẩm định và Sở Nội vụ"
                    " có thể gắn với cơ quan của mình; các vai trò khác thì không."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"

"""What Sở Nội vụ types about stages and one unit in them: days, reasons, grants, decisions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Lines, within_years
from scoring.models import Assessment, Criterion, Stage
from units.forms import DAY_FORMATS

NO_DAY = _("Không có ngày như vậy; hãy viết như 05/01/2026.")
_LONGEST_REASON = 2000


class Day(forms.DateField):
    """A day as Vietnamese write it."""

    def __init__(self, **options: Any) -> None:
        messages = {"invalid": NO_DAY, "required": _("Hãy ghi ngày.")}
        super().__init__(
            input_formats=DAY_FORMATS,
            error_messages=messages,
            validators=[within_years],
            **options,
        )


class Reason(Lines):
    """Why something is done that the timetable does not say."""

    def __init__(self, **options: Any) -> None:
        messages = {"required": _("Hãy ghi lý do.")}
        options.setdefault("label", _("Lý do"))
        super().__init__(max_length=_LONGEST_REASON, error_messages=messages, **options)


class OpenForm(forms.Form):
    """A stage opened: until when, why, and that what is lacking was read."""

    den = Day(label=_("Đến hết ngày"), required=False)
    ly_do = Reason(required=False)
    bo_qua = forms.BooleanField(label=_("Tôi đã đọc những điều còn thiếu, vẫn mở"), required=False)


class CloseForm(forms.Form):
    """A stage closed, with the reason where its last day is not over."""

    ly_do = Reason(required=False)


class MoveForm(forms.Form):
    """Other days for a stage."""

    tu = Day(label=_("Từ ngày"))
    den = Day(label=_("Đến hết ngày"))
    ly_do = Reason()
    doi_sau = forms.BooleanField(label=_("Dời cả các giai đoạn sau chừng ấy ngày"), required=False)


class ExtensionForm(forms.Form):
    """More time for one unit in one of its cycle's stages."""

    giai_doan = forms.ModelChoiceField(
        label=_("Giai đoạn"),
        queryset=Stage.objects.none(),
        empty_label=_("– chọn giai đoạn –"),
        error_messages={"required": _("Hãy chọn giai đoạn.")},
    )
    den = Day(label=_("Đến hết ngày"))
    ly_do = Reason()

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages: Any = self.fields["giai_doan"]
        stages.queryset = Stage.objects.filter(cycle=assessment.cycle_id).order_by("opens_on", "pk")
        stages.label_from_instance = _stage_label
        stages.initial = next((stage.pk for stage in stages.queryset if stage.is_open), None)


class ReopeningForm(forms.Form):
    """One area of one signed sheet opened again."""

    linh_vuc = forms.ModelChoiceField(
        label=_("Lĩnh vực"),
        queryset=Criterion.objects.none(),
        empty_label=_("– chọn lĩnh vực –"),
        error_messages={"required": _("Hãy chọn lĩnh vực.")},
    )
    den = Day(label=_("Đến hết ngày"))
    ly_do = Reason()

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["linh_vuc"]
        areas.queryset = Criterion.objects.filter(
            criteria_set=assessment.cycle_group.criteria_set_id, parent=None
        ).order_by("position")


class StandingForm(forms.Form):
    """How a unit takes part in a cycle; anything but being ranked has a reason."""

    tu_cach = forms.ChoiceField(label=_("Tư cách"), choices=Assessment.Standing.choices)
    ly_do = Reason(required=False)


class WaiverForm(forms.Form):
    """One of the facts that nobody has waived yet, waived for one unit."""

    chi_so = forms.ChoiceField(
        label=_("Chỉ số"),
        error_messages={
            "required": _("Hãy chọn chỉ số."),
            "invalid_choice": _(
                "Kỳ này không có chỉ số ấy, đã có quyết định không xét, hoặc kết quả đã công bố."
            ),
        },
    )
    ly_do = Reason()

    def __init__(self, *args: Any, facts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chi_so"]
        chosen.choices = [("", _("– chọn chỉ số –")), *facts.items()]


def _stage_label(stage: Stage) -> str:
    return f"{stage.get_kind_display()} ({stage.opens_on:%d/%m/%Y} – {stage.closes_on:%d/%m/%Y})"

"""Addresses of a cycle's course: its progress, settings, timetable, and one unit in it."""

from django.urls import path

from scoring.views import cycle_setup, cycle_units, cycles, stages

_CYCLE = "ky-danh-gia/<str:organiser_code>/<int:year>/"
_STAGES = f"{_CYCLE}giai-doan/"
_UNIT = f"{_CYCLE}don-vi/<str:unit_code>/"

urlpatterns = [
    path("ky-danh-gia/moi/", cycle_setup.cycle_new, name="cycle_new"),
    path(_CYCLE, cycles.cycle, name="cycle"),
    path(f"{_CYCLE}thiet-lap/", cycle_setup.cycle_settings, name="cycle_settings"),
    path(f"{_CYCLE}thiet-lap/khoi/<int:block>/", cycle_setup.cycle_set, name="cycle_set"),
    path(_STAGES, stages.timetable, name="timetable"),
    path(f"{_STAGES}lap/", stages.stages_plan, name="stages_plan"),
    path(f"{_STAGES}<int:pk>/mo/", stages.stage_open, name="stage_open"),
    path(f"{_STAGES}<int:pk>/dong/", stages.stage_close, name="stage_close"),
    path(f"{_STAGES}<int:pk>/doi-ngay/", stages.stage_move, name="stage_move"),
    path(_UNIT, cycle_units.cycle_unit, name="cycle_unit"),
    path(f"{_UNIT}gia-han/", cycle_units.unit_extension, name="unit_extension"),
    path(f"{_UNIT}mo-lai/", cycle_units.unit_reopening, name="unit_reopening"),
    path(f"{_UNIT}mo-lai/<int:pk>/dong/", cycle_units.reopening_close, name="reopening_close"),
    path(f"{_UNIT}tu-cach/", cycle_units.unit_standing, name="unit_standing"),
    path(f"{_UNIT}khong-xet/", cycle_units.unit_waiver, name="unit_waiver"),
]

"""The order of the house where import contracts cannot see it: keys by name, files by length."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ORDER = ("foundation", "units", "dossiers", "surveys", "scoring", "reports", "cchc_portal")
OURS = [model for model in apps.get_models() if model._meta.app_label in ORDER]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_to_the_same_app_or_one_below(model):
    """The user is Django's own indirection (AUTH_USER_MODEL) and may be named from anywhere."""
    place = ORDER.index(model._meta.app_label)

    targets = {
        field.related_model._meta
        for field in model._meta.get_fields()
        if field.many_to_one and field.concrete
    }

    upward = [
        target.label
        for target in targets
        if target.app_label in ORDER
        and target.label != settings.AUTH_USER_MODEL
        and ORDER.index(target.app_label) > place
    ]
    assert upward == []


def test_no_module_is_longer_than_400_lines():
    root = Path(settings.BASE_DIR)

    long = [
        str(path.relative_to(root))
        for room in (*ORDER, "bench", "tests")
        for path in (root / room).rglob("*.py")
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > 400
    ]

    assert long == []


def test_the_product_names_nothing_outside_itself():
    root = Path(settings.BASE_DIR)
    outside = "../" + "shared"

    guilty = [
        str(path.relative_to(root))
        for room in ORDER
        for path in (root / room).rglob("*.py")
        if outside in path.read_text()
    ]

    assert guilty == []


def test_nobody_asks_for_units_of_all_time_by_accident():
    """Whoever wants units asks the selectors for those of a day.

    Units and their admin are of all time by nature; the demo and benchmarks build them.
    """
    root = Path(settings.BASE_DIR)
    at_home = {("units",), ("cchc_portal", "demo"), ("bench",)}

    guilty = [
        str(path.relative_to(root))
        for room in (*ORDER, "bench")
        for path in (root / room).rglob("*.py")
        if not {"admin", "migrations"} & {*path.relative_to(root).parts}
        and not any(path.relative_to(root).parts[: len(home)] == home for home in at_home)
        and "through_time" in path.read_text()
    ]

    assert guilty == []

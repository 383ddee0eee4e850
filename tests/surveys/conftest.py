"""A way to hand answer files in."""

from collections.abc import Callable

import pytest

from foundation.models import ImportBatch
from surveys.models import Campaign
from surveys.services.intake import import_answers


@pytest.fixture
def take(make_unit, stored_file) -> Callable[..., ImportBatch]:
    """Take answers in, each row its cells: code, unit, day, then a level for each question."""
    make_unit("so-tu-phap", "Sở Tư pháp")

    def take_in(campaign: Campaign, *rows: list[object]) -> ImportBatch:
        questions = campaign.questions.values_list("code", flat=True)
        table = [["Mã phiếu", "Mã đơn vị", "Ngày trả lời", *questions], *rows]
        text = "".join(",".join(map(str, row)) + "\n" for row in table)
        return import_answers(stored_file(text), campaign=campaign, by=None)

    return take_in

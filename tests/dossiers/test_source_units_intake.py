"""Taking in what a source calls units: from day to day, again, and what is sent back."""

import random
from datetime import date, timedelta

import pytest

from dossiers.models import Source
from dossiers.services.source_units_intake import import_source_units, preview_source_units

HEADER = "Mã trong nguồn,Mã đơn vị,Từ ngày,Đến ngày\n"


@pytest.fixture
def source(make_unit) -> Source:
    """Store a source, and units alpha (since 2020) and beta."""
    make_unit("alpha", first=date(2020, 1, 1))
    make_unit("beta")
    return Source.objects.create(code="mot-cua", name="Một cửa")


@pytest.fixture
def take(source, stored_file):
    """Take lines below the header in."""
    return lambda *lines: import_source_units(
        stored_file(HEADER + "\n".join(lines) + "\n"), by=None, source=source
    )


def kept(source: Source) -> list[tuple]:
    """Return what the source calls units, by code and day."""
    return [(s.code, s.unit_code, s.valid.lower, s.valid.upper) for s in source.units.all()]


def test_codes_are_kept_with_their_days_and_the_last_day_counts(source, take):
    batch = take("H32.15,alpha,01/07/2021,30/06/2025", "H32.15,beta,01/07/2025,", "H32.16,beta,,")

    assert batch.created_rows == 3
    assert batch.origin == "Một cửa"
    assert kept(source) == [
        ("H32.15", "alpha", date(2021, 7, 1), date(2025, 7, 1)),
        ("H32.15", "beta", date(2025, 7, 1), None),
        ("H32.16", "beta", None, None),
    ]


def test_the_same_code_and_first_day_again_is_a_correction(source, take):
    take("H32.15,alpha,01/07/2021,", "H32.16,beta,,")

    batch = take("H32.15,beta,01/07/2021,31/12/2024", "H32.16,beta,,")

    assert (batch.changed_rows, batch.unchanged_rows) == (1, 1)
    assert kept(source)[0] == ("H32.15", "beta", date(2021, 7, 1), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("lines", "code", "rejected"),
    [
        (["H32.20,so-la,,"], "unknown_unit", 1),
        (["H32.20,alpha,,31/12/2019"], "unknown_unit", 1),
        ([",alpha,,"], "missing", 1),
        (["H32.20,alpha,31/02/2021,"], "day", 1),
        (["H32.20,alpha,02/01/2021,01/01/2021"], "ends_too_soon", 1),
        (["H32.20,alpha,01/01/2021,", "H32.20,beta,01/01/2022,"], "overlaps_line", 2),
        (["H32.20,alpha,01/01/2021,", "H32.20,alpha,01/01/2021,"], "overlaps_line", 2),
        (["H32.15,alpha,01/01/2022,"], "overlaps_known", 1),
        (["x" * 41 + ",alpha,,"], "too_long", 1),
        (["H32.20,alpha,"], "cell_count", 1),
    ],
)
def test_what_cannot_stand_is_sent_back(source, take, lines, code, rejected):
    take("H32.15,beta,01/01/2021,")

    batch = take(*lines, "H32.99,beta,,")

    assert (batch.rejected_rows, batch.created_rows) == (rejected, 1)
    assert code in set(batch.rejects.values_list("code", flat=True))


def test_a_line_names_another_that_its_days_overlap(source, take):
    batch = take(
        "A,beta,01/01/2021,31/12/2023",  # line 2, beside 3 and 4
        "A,beta,01/06/2021,30/06/2021",  # line 3, within 2 alone
        "A,beta,01/12/2023,",  # line 4, beside 2
        "A,beta,01/01/2020,31/12/2020",  # line 5, before all others
        "B,beta,01/01/2021,",  # line 6, another code
        "C,beta,,",  # line 7, beside 8 and 9, neither of which is beside the other
        "C,beta,,31/12/2020",
        "C,beta,01/01/2021,",
        "D,beta,02/01/2021,01/01/2021",  # line 10, no days at all
        "D,beta,02/01/2021,01/01/2021",
    )

    found = batch.rejects.filter(code="overlaps_line").order_by("line")
    assert [(one.line, one.message.rpartition(" ")[2]) for one in found] == [
        (2, "3."),
        (3, "2."),
        (4, "2."),
        (7, "8."),
        (8, "7."),
        (9, "7."),
    ]


def test_of_many_lines_the_very_ones_that_overlap_are_sent_back(source, take):
    random.seed(5)
    days = [random.sample(range(1, 1_500), 2) for _ in range(300)]
    spans = [
        (random.choice("ABCDEFGHIJ"), min(pair), min(max(pair), min(pair) + 60)) for pair in days
    ]
    start = date(2020, 1, 1)
    lines = [
        f"{code},beta,{start + timedelta(first):%d/%m/%Y},{start + timedelta(last):%d/%m/%Y}"
        for code, first, last in spans
    ]

    def overlap(one: int, other: int) -> bool:
        (code, first, last), (code_too, first_too, last_too) = spans[one], spans[other]
        return one != other and code == code_too and first <= last_too and first_too <= last

    batch = take(*lines)

    named = {
        one.line - 2: int(one.message.rpartition(" ")[2].rstrip(".")) - 2
        for one in batch.rejects.filter(code="overlaps_line")
    }
    count = range(len(spans))
    assert set(named) == {one for one in count if any(overlap(one, other) for other in count)}
    assert 50 < len(named) < 290
    assert all(overlap(one, other) for one, other in named.items())


def test_another_source_has_words_of_its_own(source, take, stored_file):
    take("H32.15,alpha,,")
    other = Source.objects.create(code="khac", name="Khác")

    batch = import_source_units(stored_file(HEADER + "H32.15,beta,,\n"), by=None, source=other)

    assert batch.created_rows == 1
    assert kept(source)[0][1] == "alpha"


def test_a_preview_writes_nothing(source, stored_file):
    seen = preview_source_units(stored_file(HEADER + "H32.15,alpha,,\n"), source=source)

    assert (seen.created, seen.first[0][1]) == (1, ["H32.15", "alpha", "", ""])
    assert not source.units.exists()

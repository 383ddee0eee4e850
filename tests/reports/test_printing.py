"""The printing engine: where it breaks lines."""

import io

import pytest
from pypdf import PdfReader

from reports.services.printing import pdf_of

WORDS = "Đơn vị xếp loại Yếu trở xuống"


@pytest.mark.parametrize("end", ["</p>", "\n  </p>", "\n  <br>\n  Mười</p>"])
def test_a_line_that_just_fits_is_not_broken_for_the_blanks_behind_it(end):
    """The words are 135.06 pt wide at 11 pt, and a blank 2.75 pt: together they do not fit."""
    html = (
        '<!DOCTYPE html><html lang="vi"><head><title>Dòng</title>'
        '<link rel="stylesheet" href="annex.css"></head>'
        f'<body><p style="font-size: 11pt; width: 136pt">{WORDS}{end}</body></html>'
    )

    (page,) = PdfReader(io.BytesIO(pdf_of(html))).pages

    assert page.extract_text().splitlines()[0].strip() == WORDS

"""The annex as PDF: what it says, its fonts, its tags."""

import logging

import pytest
from pypdf import PdfReader

from foundation.models import AccessRecord
from reports.services.annex import annex_html, annex_pdf, write_annex


@pytest.fixture
def pdf(run) -> PdfReader:
    """Return the annex, read back."""
    return PdfReader(annex_pdf(run))


def text_of(pdf: PdfReader) -> str:
    """Return all text of the document, every run of blanks one."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_the_annex_carries_the_heads_of_decree_30(pdf):
    text = text_of(pdf)

    assert "ỦY BAN NHÂN DÂN" in text
    assert "TỈNH KHÁNH HÒA" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Phụ lục" in text
    assert "(Kèm theo Quyết định số" in text


def test_the_annex_shows_the_numbers_of_the_page(pdf, run):
    text = text_of(pdf)

    assert "98,00" in text
    assert "1/20" in text
    assert run.bundle_sha256[:16] in text.replace(" ", "")


def test_the_annex_is_tagged_titled_and_vietnamese(pdf):
    catalogue = pdf.trailer["/Root"]

    assert catalogue["/Lang"] == "vi"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title


def test_only_the_shipped_fonts_are_in_it(pdf):
    fonts = {
        font.get_object()["/BaseFont"]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts
    assert all("Tinos" in name for name in fonts)


def test_nothing_is_fetched_from_outside_its_folder(run, monkeypatch, caplog):
    html = annex_html(run).replace("</body>", '<img src="file:///etc/passwd" alt=""></body>')
    monkeypatch.setattr("reports.services.annex.annex_html", lambda *_: html)

    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        annex_pdf(run)

    assert "Tài liệu chỉ được dùng tệp của chính nó" in caplog.text


def test_writing_it_again_replaces_the_file(run, tmp_path):
    path = tmp_path / "new" / "phu-luc.pdf"
    write_annex(run, path)

    write_annex(run, path)

    assert path.read_bytes().startswith(b"%PDF-")


def test_whoever_takes_it_out_leaves_a_record(client, run, make_user):
    reader = make_user("reader")
    client.force_login(reader)

    pdf = client.get("/xep-hang/56/2024/phu-luc/1.pdf").streaming_content

    assert b"".join(pdf).startswith(b"%PDF-")

    record = AccessRecord.objects.get()
    assert (record.kind, record.user, record.about) == ("export", reader, str(run))

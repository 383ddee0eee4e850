"""Describing a source: who may, what a sample shows, what is kept, what is refused."""

from copy import copy
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import Source
from dossiers.selectors.sources import state_of
from dossiers.services.sources import SourceChanged, revise_source
from foundation.models import AccessRecord, StoredFile
from units.models import User

LIST, SOURCE = "/nguon-du-lieu/", "/nguon-du-lieu/mot-cua/"
HEADER = "So HS;Ma don vi;Mã TTHC;Kênh;Ngày tiếp nhận;Ngày hẹn trả;Ngày trả kết quả;Kết quả;Ghi chú"
ROW = "H32.10-240105-0001;H32.15;1.001;DVC;05-01-2024;12-01-2024;;Xong;=1+1"
COLUMNS = {
    "cot-code": "So HS",
    "cot-unit_code": "Ma don vi",
    "cot-procedure_code": "Mã TTHC",
    "cot-channel": "Kênh",
    "cot-received": "Ngày tiếp nhận",
    "cot-due": "Ngày hẹn trả",
    "cot-finished": "Ngày trả kết quả",
    "cot-outcome": "Kết quả",
}
SETTINGS = {
    "code": "mot-cua",
    "name": "Một cửa",
    "encoding": "utf-8",
    "separator": ";",
    "date_format": "dmy",
    "time_zone": "Asia/Ho_Chi_Minh",
}
WORDS = {"tu-channel": ["DVC"], "nghia-channel": ["Trực tuyến"]}


@pytest.fixture
def clerk(client, make_user) -> User:
    """Sign the person of Sở Nội vụ in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


@pytest.fixture
def source(db) -> Source:
    """Store a source of which nothing is known yet."""
    return Source.objects.create(code="mot-cua", name="Một cửa")


@pytest.fixture
def sample(stored_file) -> StoredFile:
    """Store a sample of one row."""
    return stored_file(f"{HEADER}\n{ROW}\n", "mau.csv")


@pytest.mark.parametrize("role", ["head", "officer", "appraiser", "leader", "reader", None])
def test_only_home_affairs_describes_sources(client, make_user, make_unit, source, role):
    unit = make_unit("so-tu-phap") if role in ("head", "officer") else None
    client.force_login(make_user(role, unit))

    for address in (LIST, f"{LIST}moi/", SOURCE, f"{SOURCE}don-vi/"):
        assert client.get(address).status_code == 403
    for address in (f"{LIST}moi/", SOURCE, f"{SOURCE}mau/", f"{SOURCE}don-vi/"):
        assert client.post(address, SETTINGS | COLUMNS).status_code == 403
    source.refresh_from_db()
    assert source.headers == {}


def test_the_list_says_what_each_source_has_brought(
    client, clerk, source, django_assert_max_num_queries
):
    source.units.create(code="H32.15", unit_code="x", valid=DateRange(None, None))

    with django_assert_max_num_queries(4):
        page = client.get(LIST).content.decode()

    assert f'href="{SOURCE}"' in page
    assert "chưa nhập" in page


def test_a_source_is_named_and_then_described(client, clerk):
    answer = client.post(f"{LIST}moi/", {"code": "mot-cua", "name": "Một cửa tỉnh"})

    assert answer["Location"] == SOURCE
    assert Source.objects.get().name == "Một cửa tỉnh"


@pytest.mark.parametrize("code", ["moi", "", "có dấu", "a/b", "x" * 41])
def test_a_code_that_can_be_no_address_is_refused(client, clerk, code):
    page = client.post(f"{LIST}moi/", {"code": code, "name": "X"})

    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert not Source.objects.exists()


def test_a_sample_is_kept_and_shown_beside_the_columns(client, clerk, source):
    upload = SimpleUploadedFile("mau.csv", f"{HEADER}\n{ROW}\n".encode())

    answer = client.post(f"{SOURCE}mau/", {"file": upload})

    assert answer["Location"] == f"{SOURCE}?mau={StoredFile.objects.get().pk}"
    page = client.get(answer["Location"])
    chosen = {line["column"].name: line["chosen"] for line in page.context["columns"]}
    # "So HS" and "Mã TTHC" resemble nothing of ours closely; the others are ours, or nearly so.
    assert chosen["unit_code"] == "Ma don vi"
    assert chosen["channel"] == "Kênh"
    assert chosen["received"] == "Ngày tiếp nhận"
    assert (chosen["due"], chosen["finished"]) == ("Ngày hẹn trả", "Ngày trả kết quả")
    assert chosen["handler"] == ""
    assert "05-01-2024" in page.content.decode()


def test_looking_at_a_sample_leaves_a_trace(client, clerk, source, stored_file):
    """A file of a one-stop system names applicants; ours may name officials."""
    sample = stored_file(f"{HEADER}\n{ROW}\n", name="mẫu.csv")

    client.get(SOURCE)
    client.get(SOURCE, {"mau": sample.pk})

    record = AccessRecord.objects.get()
    assert (record.kind, record.user, record.about) == ("read", clerk, "mẫu.csv")


def test_words_and_unit_codes_that_are_not_ours_are_asked_about(client, clerk, source, sample):
    page = client.get(f"{SOURCE}?mau={sample.pk}")

    asked = {part["name"]: part["words"] for part in page.context["words"]}
    assert asked == {"channel": [("DVC", "")], "outcome": [("Xong", "")]}
    assert page.context["units"] == ["H32.15"]
    assert "mã đơn vị mà cổng chưa biết" in page.content.decode()


def test_what_is_said_is_kept(client, clerk, source, sample):
    given = SETTINGS | COLUMNS | WORDS | {"luc_mo": state_of(source)}
    answer = client.post(f"{SOURCE}?mau={sample.pk}", given)

    assert answer["Location"] == f"{SOURCE}?mau={sample.pk}"
    source.refresh_from_db()
    assert source.headers == {name.removeprefix("cot-"): cell for name, cell in COLUMNS.items()}
    assert source.words == {"channel": {"DVC": "Trực tuyến"}}
    assert (source.encoding, source.separator, source.date_format) == ("utf-8", ";", "dmy")
    page = client.get(answer["Location"])
    assert page.context["words"][0]["words"] == [("DVC", "Trực tuyến")]


def test_two_clerks_do_not_overwrite_each_other_unawares(client, clerk, source):
    """Both have opened the page before either saved; the second sees both and decides."""
    was = client.get(SOURCE).context["was"]
    first = SETTINGS | COLUMNS | WORDS | {"cot-code": "Số hồ sơ", "luc_mo": was}
    assert client.post(SOURCE, first).status_code == 302
    second = SETTINGS | COLUMNS | {"separator": "", "luc_mo": was}

    refused = client.post(SOURCE, second)

    source.refresh_from_db()
    assert (source.headers["code"], source.separator) == ("Số hồ sơ", ";")
    assert "Có người vừa sửa cách đọc tệp của nguồn này." in refused.content.decode()
    assert refused.context["others"] == [
        ("dấu phân cách", ";"),
        ("cột Mã hồ sơ", "Số hồ sơ"),
        ("“DVC” ở cột Kênh", "Trực tuyến"),
    ]
    assert 'value="So HS"' in refused.content.decode()
    assert "“DVC”" in refused.content.decode()
    again = client.post(SOURCE, second | WORDS | {"luc_mo": refused.context["was"]})
    assert again.status_code == 302
    source.refresh_from_db()
    assert (source.headers["code"], source.words) == ("So HS", {"channel": {"DVC": "Trực tuyến"}})


def test_a_form_opened_before_the_source_had_another_code_still_finds_it(client, clerk, source):
    was = client.get(SOURCE).context["was"]
    client.post(SOURCE, SETTINGS | COLUMNS | {"code": "khac", "luc_mo": was})
    typed = SETTINGS | COLUMNS | {"cot-code": "So HS", "luc_mo": was, "nguon": source.pk}

    refused = client.post(SOURCE, typed)

    assert refused.status_code == 200
    assert "Có người vừa sửa cách đọc tệp của nguồn này." in refused.content.decode()
    assert 'value="So HS"' in refused.content.decode()
    assert client.post(SOURCE, typed | {"nguon": "9" * 30}).status_code == 404


def test_a_form_that_cannot_stand_still_knows_what_was_opened(client, clerk, source):
    was = client.get(SOURCE).context["was"]
    source.name = "Một cửa tỉnh"
    source.save()

    page = client.post(SOURCE, SETTINGS | COLUMNS | {"cot-code": "", "luc_mo": was})

    assert page.context["was"] == was


@pytest.mark.django_db(transaction=True)
def test_a_clerk_waits_for_another_who_saves(source, clerk, beside, until_somebody_waits):
    seen = {"was": state_of(source), "by": clerk}
    with transaction.atomic():
        source.name = "Của người thứ nhất"
        revise_source(source, **seen)
        second = copy(source)
        second.name = "Của người thứ hai"
        saving = beside(revise_source, second, **seen)
        until_somebody_waits()

    with pytest.raises(SourceChanged):
        saving.result()
    assert Source.objects.get().name == "Của người thứ nhất"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"time_zone": "Asia/Hanoi"}, "Không có múi giờ này"),
        ({"time_zone": "FOO+7"}, "Không có múi giờ này"),
        ({"time_zone": "../etc/passwd"}, "Không có múi giờ này"),
        ({"encoding": "rot13"}, "Bảng mã:"),
        ({"separator": "x"}, "Dấu phân cách:"),
        ({"date_format": "ydm"}, "Cách viết ngày:"),
        ({"cot-code": ""}, "Hãy chọn cột của tệp cho “Mã hồ sơ”."),
        ({"cot-due": "KÊNH"}, "Cột “Kênh” được chọn cho nhiều cột của cổng."),
        ({"cot-due": "x" * 201}, "Tên cột của “Hẹn trả” dài quá 200 ký tự."),
        ({"nghia-channel": ["Bồ câu"]}, "Bảng từ ngữ không đọc được"),
        ({"nghia-channel": []}, "Bảng từ ngữ không đọc được"),
        ({"name": ""}, "Tên:"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence(client, clerk, source, changed, sentence):
    page = client.post(SOURCE, SETTINGS | COLUMNS | WORDS | changed).content.decode()

    assert sentence in page
    assert 'role="alert"' in page
    source.refresh_from_db()
    assert source.headers == {}


def test_the_code_of_another_source_is_refused(client, clerk, source):
    Source.objects.create(code="khac", name="Khác")

    page = client.post(SOURCE, SETTINGS | COLUMNS | {"code": "khac"})

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("%PDF-1.4", "Đây là tệp PDF"),
        (b"\xff\xfe\x00", "bị cắt ngang"),
        ("\n\n", "Tệp mẫu trống"),
        (",".join(f"c{n}" for n in range(1001)) + "\n", "cột không chọn được"),
        ('a,b\n"1,2\n', "ngoặc kép"),
    ],
)
def test_a_sample_that_is_no_table_is_told_and_the_form_stays(
    client, clerk, source, stored_file, content, sentence
):
    stored = stored_file(content)

    page = client.get(f"{SOURCE}?mau={stored.pk}")

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert 'name="cot-code"' in page.content.decode()


def test_hostile_headers_and_cells_are_only_text(client, clerk, source, stored_file):
    evil = '"><script>alert(1)</script>'
    header = ";".join([f'"{evil.replace(chr(34), chr(34) * 2)}"', "Kênh", "x", "x", "", "y" * 300])
    stored = stored_file(f"{header}\n<img src=x>;<b>kênh</b>;;;;\n")

    page = client.get(f"{SOURCE}?mau={stored.pk}")

    text = page.content.decode()
    assert "<script>alert" not in text
    assert "<img src=x>" not in text
    assert "&lt;b&gt;kênh&lt;/b&gt;" in text
    assert page.context["sample"].headers == [evil, "Kênh"]
    assert page.context["sample"].left_out == 4


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 40, "1 or 1=1", "٣"])
def test_a_sample_that_is_not_there_is_not_found(client, clerk, source, key):
    assert client.get(SOURCE, {"mau": key}).status_code == 404


def test_a_sample_too_large_or_of_another_kind_is_refused(client, clerk, source):
    for upload in (
        SimpleUploadedFile("a.exe", b"x"),
        SimpleUploadedFile("a.xlsx", b"PK\3\4" + b"x" * (5 << 20)),
    ):
        page = client.post(f"{SOURCE}mau/", {"file": upload}, follow=True).content.decode()
        assert "notice-bad" in page
    assert not StoredFile.objects.exists()


def test_a_sample_in_another_encoding_is_read_as_the_source_says(
    client, clerk, source, stored_file
):
    stored = stored_file("Mã đơn vị|Kênh\nx|Trực tuyến\n".encode("utf-16-le"))
    Source.objects.update(encoding="utf-16-le", separator="|")

    page = client.get(f"{SOURCE}?mau={stored.pk}")

    assert page.context["sample"].headers == ["Mã đơn vị", "Kênh"]


def test_a_unit_code_is_translated_from_day_to_day(client, clerk, source, make_unit):
    make_unit("so-tu-phap", first=date(2020, 1, 1))
    said = {
        "code": "H32.15",
        "unit_code": "so-tu-phap",
        "first": "01/07/2021",
        "last": "30/06/2025",
    }

    answer = client.post(f"{SOURCE}don-vi/", said)

    assert answer["Location"] == f"{SOURCE}don-vi/"
    kept = source.units.get()
    assert (kept.code, kept.unit_code) == ("H32.15", "so-tu-phap")
    assert (kept.valid.lower, kept.valid.upper) == (date(2021, 7, 1), date(2025, 7, 1))
    assert "30/06/2025" in client.get(answer["Location"]).content.decode()


def test_the_same_code_and_first_day_again_is_a_correction(client, clerk, source, make_unit):
    make_unit("a"), make_unit("b")
    for unit in ("a", "b"):
        client.post(f"{SOURCE}don-vi/", {"code": "H32.15", "unit_code": unit})

    assert source.units.get().unit_code == "b"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit_code": "so-la"}, "Không có đơn vị nào mang mã này trong thời gian ấy."),
        ({"last": "31/12/2019"}, "Đến ngày ở trước Từ ngày."),
        ({"first": "", "last": "31/12/2018"}, "Không có đơn vị nào mang mã này"),
        ({"first": "31/02/2024"}, "is-invalid"),
        ({"last": "31/12/9999"}, "Ngày phải nằm trong các năm từ 1900 đến 2099."),
        ({"code": ""}, "is-invalid"),
        ({"first": "01/01/2022"}, "Mã này của nguồn đã chỉ một đơn vị trong thời gian ấy."),
    ],
)
def test_a_translation_that_cannot_stand_is_refused(
    client, clerk, source, make_unit, changed, sentence
):
    make_unit("a", first=date(2019, 1, 1))
    said = {"code": "H32.15", "unit_code": "a", "first": "01/01/2020", "last": ""}
    client.post(f"{SOURCE}don-vi/", said)

    page = client.post(f"{SOURCE}don-vi/", said | changed).content.decode()

    assert sentence.replace("is-invalid", 'aria-invalid="true"') in page
    assert source.units.count() == 1


def test_a_translation_is_forgotten(client, clerk, source):
    kept = source.units.create(code="x", unit_code="y", valid=DateRange(None, None))
    other = Source.objects.create(code="khac", name="Khác")

    assert client.post(f"{LIST}{other.code}/don-vi/{kept.pk}/xoa/").status_code == 404
    client.post(f"{SOURCE}don-vi/{kept.pk}/xoa/")

    assert not source.units.exists()


def test_unknown_codes_of_a_sample_are_offered(client, clerk, source, sample, make_unit):
    page = client.get(f"{SOURCE}don-vi/", {"mau": sample.pk, "ma": "H32.15"})

    assert page.context["unknown"] == ["H32.15"]
    assert 'value="H32.15"' in page.content.decode()


def test_the_page_of_a_source_asks_the_database_as_often_however_wide_its_sample(
    client, clerk, source, stored_file, django_assert_max_num_queries
):
    header = ";".join(f"Cột {n}" for n in range(1000))
    stored = stored_file(f"{header}\n" + f"{';'.join(['x'] * 1000)}\n" * 10)

    with django_assert_max_num_queries(9):
        page = client.get(f"{SOURCE}?mau={stored.pk}")

    assert len(page.context["sample"].headers) == 200


def test_a_sample_that_is_not_in_the_encoding_chosen_says_so(client, clerk, sample, source):
    Source.objects.update(encoding="utf-16")

    page = client.get(f"{SOURCE}?mau={sample.pk}")

    assert "dấu đầu tệp (BOM) của UTF-16" in page.content.decode()

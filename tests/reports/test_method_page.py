"""The page that says how everything is computed."""

import re

import pytest

from reports.selectors.method_text import METHOD_FILE, method_text, rendered

METHOD = "/cach-tinh/"


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    assert client.get(METHOD)["Location"] == f"/dang-nhap/?next={METHOD}"


@pytest.mark.parametrize("who", ["own", "sister", "appraiser", "stranger"])
def test_everybody_who_is_signed_in_may_read_it(client, people, who):
    client.force_login(people[who])

    response = client.get(METHOD)

    assert response.status_code == 200
    assert "Bảng 1. Chấm trực tiếp" in response.content.decode()


def test_the_ranking_leads_to_it(client, people):
    client.force_login(people["own"])

    assert f'href="{METHOD}"' in client.get("/xep-hang/56/2024/").content.decode()


def test_it_needs_no_query_but_the_session_the_person_and_their_roles(
    client, people, django_assert_max_num_queries
):
    client.force_login(people["own"])

    with django_assert_max_num_queries(3):
        client.get(METHOD)


def test_nothing_in_it_is_inline(client, people):
    client.force_login(people["own"])

    page = client.get(METHOD).content.decode()

    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page)


def test_every_section_can_be_jumped_to_and_every_table_is_named():
    text = method_text()

    source = METHOD_FILE.read_text("utf-8")
    headings = re.findall(r"^## (.+)$", source, re.MULTILINE)
    assert [heading for _, heading in text.sections] == headings
    assert all(text.body.count(f'<h2 id="{anchor}">') == 1 for anchor, _ in text.sections)
    names = re.findall(r'aria-labelledby="([^"]+)"', text.body)
    assert len(names) == text.body.count("<table>") == source.count("\n**Bảng")
    assert all(f'<p id="{name}"><strong>Bảng' in text.body for name in names)


def test_markup_in_the_text_stays_text():
    text = rendered('# A\n\n## <b>B</b>\n\n<script>x</script>\n\n[a](javascript:x) "c"\n')

    assert "<script" not in text.body
    assert "<b>" not in text.body
    assert "<a" not in text.body
    assert text.sections == (("b-b-b", "<b>B</b>"),)

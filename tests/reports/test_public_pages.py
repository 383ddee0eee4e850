"""Pages for everybody: what was published, and how anybody verifies it."""

import hashlib
import json
import re

import pytest

from scoring.domain import rank_text
from scoring.models import RankingRun
from scoring.services.ranking import rank_cycle
from tests.reports.test_pages import words
from tests.scoring_world import build_year_before, create_dossiers, publish
from units.models import Person, Unit, User

LIST, RANKING = "/cong-bo/", "/cong-bo/56/2024/"


@pytest.fixture
def marker(run) -> User:
    """Whoever publishes."""
    return User.objects.get(username="marker")


@pytest.fixture
def verification(published) -> str:
    """Return the address at which the published run is verified."""
    return f"/xac-minh/{published.run_id}/"


@pytest.fixture
def corrected(run, published, marker):
    """Publish a correction in which alpha has one dossier more; return its publication."""
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    newer = rank_cycle(run.cycle_id, by=None)
    return publish(newer, marker, decision_number="09/QĐ-UBND", reason="Sót 1 hồ sơ của Sở alpha")


def everything(client, verification: str) -> dict[str, str]:
    """Return the words of every public page of the published run."""
    files = [f"{verification}bundle.json", f"{verification}result.json"]
    pages = [LIST, RANKING, f"{RANKING}?khoi=departments", verification, *files]
    return {page: client.get(page).content.decode() for page in pages}


@pytest.mark.parametrize("who", [None, "own", "sister", "appraiser", "stranger"])
def test_everybody_reads_every_public_page(client, people, verification, who):
    if who:
        client.force_login(people[who])

    statuses = {
        page: client.get(page).status_code
        for page in (LIST, RANKING, verification, f"{verification}bundle.json")
    }

    assert set(statuses.values()) == {200}


@pytest.mark.parametrize("address", [RANKING, "/xac-minh/{run}/", "/xac-minh/{run}/bundle.json"])
def test_what_is_not_published_is_not_there(client, run, address):
    assert client.get(address.format(run=run.pk)).status_code == 404


def test_without_a_publication_the_list_says_so(client, run):
    assert "Chưa có kết quả nào được công bố." in words(client.get(LIST))


def test_the_list_names_year_organiser_and_decision(client, published):
    page = words(client.get(LIST))

    assert "2024 Kỳ tính tay 2024 Tỉnh Khánh Hòa số 05/QĐ-UBND, 15/01/2025" in page


def test_the_ranking_has_rank_index_class_and_what_blocked(client, published):
    page = words(client.get(RANKING))

    assert "1 Sở beta 98,00 Khá đáng lẽ Tốt Bị chặn: Từ 5 % hồ sơ trễ hạn trở lên" in page
    assert "2 Sở alpha 85,00 Tốt" in page
    assert "Quyết định số 05/QĐ-UBND ngày 15/01/2025" in page


@pytest.fixture
def before(run, marker) -> RankingRun:
    """The run of 2023, in which beta had 6 + 4 = 10 of 10, 100.00; 98.00 in 2024 is two less."""
    marks = {"alpha": "3", "beta": "6", "gamma": "0"}
    return rank_cycle(build_year_before(run.cycle, marks, marker).pk, by=None)


def test_a_change_is_shown_on_what_was_published_before(client, run, before, marker):
    publish(before, marker)
    publish(run, marker)

    assert "−2,00" in words(client.get(RANKING))


def test_a_year_published_before_the_year_before_it_stays_without_a_change(
    client, run, before, marker
):
    publish(run, marker)
    first_read = words(client.get(RANKING))
    publish(before, marker)

    assert "−2,00" not in first_read
    assert words(client.get(RANKING)) == first_read


def test_no_person_is_named_on_any_public_page(client, run, marker):
    unit = Unit.through_time.get(code="gamma")
    Person.objects.create(
        code="gd-01", name="Nguyễn Thị Bình", role="head", unit=unit, valid="[2020-01-01,)"
    )
    marker.full_name = "Lê Văn Công Bố"
    marker.save()
    run.cycle.rule_set.accountability_rules = [
        {
            "code": "head_weak",
            "applies_to": "head",
            "band_at_most": "weak",
            "years": 1,
            "measure": "review",
        }
    ]
    run.cycle.rule_set.save()
    published = publish(rank_cycle(run.cycle_id, by=marker), marker)
    assert "gd-01" in published.run.people_result

    said = " ".join(everything(client, f"/xac-minh/{published.run_id}/").values())

    assert not re.search("Bình|gd-01|Công Bố</|Lê Văn|marker", said)


def test_a_correction_takes_the_place_of_the_first(client, corrected):
    page = words(client.get(RANKING))

    assert "Quyết định số 09/QĐ-UBND" in page
    assert "thay lần trước vì: Sót 1 hồ sơ của Sở alpha" in page
    assert "ĐÃ THAY THẾ" not in page


def test_the_superseded_ranking_stays_readable_and_says_what_it_is(client, corrected):
    page = words(client.get(f"{RANKING}?lan=1"))

    assert "ĐÃ THAY THẾ – không còn hiệu lực." in page
    assert "1 Sở beta 98,00" in page


@pytest.mark.parametrize("asked", ["?lan=7", "?lan=2"])
def test_a_run_that_was_never_published_is_not_shown(client, run, published, asked):
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    rank_cycle(run.cycle_id, by=None)

    assert client.get(RANKING + asked).status_code == 404


def test_verifying_tells_run_decision_and_digest(client, published, verification):
    page = words(client.get(verification))

    assert f"Xác minh kết quả số {published.run_id}" in page
    assert "số 05/QĐ-UBND ngày 15/01/2025" in page
    assert published.run.bundle_sha256 in page
    assert "Trạng thái đã công bố" in page


def test_verifying_a_superseded_run_leads_to_what_replaced_it(client, corrected, verification):
    page = words(client.get(verification))

    assert "Được thay theo Quyết định số 09/QĐ-UBND ngày 15/01/2025." in page
    assert "Lý do: Sót 1 hồ sơ của Sở alpha" in page
    assert f'href="/xac-minh/{corrected.run_id}/"' in client.get(verification).content.decode()


@pytest.mark.parametrize("spelled", ["{}", " {} ", "upper"])
def test_a_digest_of_the_run_matches(client, published, verification, spelled):
    digest = published.run.bundle_sha256
    asked = digest.upper() if spelled == "upper" else spelled.format(digest)

    page = words(client.get(verification, {"ma": asked}))

    assert "Khớp. Đây là mã số của gói số liệu." in page


@pytest.mark.parametrize("document", ["bundle", "result"])
def test_the_digest_of_a_downloaded_file_matches_too(client, verification, document):
    digest = hashlib.sha256(client.get(f"{verification}{document}.json").content).hexdigest()

    page = words(client.get(verification, {"ma": digest}))

    assert f"({document}.json)" in page.partition("Khớp.")[2]


def test_another_digest_does_not_match(client, verification):
    page = words(client.get(verification, {"ma": "0" * 64}))

    assert "KHÔNG khớp." in page


@pytest.mark.parametrize("asked", ["12", "z" * 64, "<script>", "0" * 65, "à" * 64])
def test_what_is_no_digest_is_told_so(client, verification, asked):
    page = client.get(verification, {"ma": asked})

    assert page.status_code == 200
    assert "Đây không phải mã SHA-256" in words(page)
    assert "<script>" not in page.content.decode()


def test_anybody_can_recompute_the_result_from_the_bundle(client, published, verification):
    bundle = client.get(f"{verification}bundle.json").content
    result = client.get(f"{verification}result.json").content

    assert rank_text(bundle).encode() == result
    assert json.loads(result)["bundle_sha256"] == published.run.bundle_sha256


def test_a_document_comes_with_a_name_and_an_etag(client, verification):
    answer = client.get(f"{verification}bundle.json")
    again = client.get(f"{verification}bundle.json", headers={"if-none-match": answer["ETag"]})

    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="56-2024-lan-1-bundle.json"'
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("document", ["people_bundle", "supplement", "people_result", "frame"])
def test_no_other_document_is_handed_out(client, verification, document):
    assert client.get(f"{verification}{document}.json").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_number_that_was_never_published_is_not_found(client, published, number):
    assert client.get(f"/xac-minh/{number}/").status_code == 404


def test_public_pages_may_be_kept_unless_somebody_is_signed_in(client, people, verification):
    for page in (LIST, RANKING, verification, f"{verification}result.json"):
        assert client.get(page)["Cache-Control"] == "public, max-age=300"

    client.force_login(people["own"])
    for page in (LIST, RANKING, verification, f"{verification}result.json"):
        kept = set(client.get(page)["Cache-Control"].split(", "))
        assert {"private", "no-store"} <= kept
        assert "public" not in kept


@pytest.mark.parametrize("page", [LIST, RANKING])
def test_public_pages_are_read_and_nothing_else(client, published, page):
    assert client.post(page).status_code == 405


def test_no_cookie_is_set_for_whoever_only_reads(client, verification):
    for page in (LIST, RANKING, verification):
        assert not client.get(page).cookies


@pytest.mark.parametrize(("page", "queries"), [(LIST, 1), (RANKING, 6), ("verification", 2)])
def test_what_a_public_page_costs(client, verification, page, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        client.get(verification if page == "verification" else page)

"""The compose file, the image and the example environment say the same as the code."""

import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from cchc_portal.launch_machine import DOCUMENT_LIBRARIES
from foundation.domain.tables.limits import USUAL

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
PORTAL = ("web", "worker", "beat", "migrate")
CODE = [ROOT / "deploy" / "gunicorn.conf.py", *(ROOT / "cchc_portal").rglob("*.py")]
LIMITS = {f"CCHC_INTAKE_{name.upper()}": usual for name, usual in asdict(USUAL).items()}
LARGEST_UPLOAD = "CCHC_INTAKE_UPLOAD_MEGABYTES"
READ_BY_LIBRARIES = {"TMPDIR", "PROMETHEUS_MULTIPROC_DIR"}


def test_every_part_of_the_portal_is_there():
    assert set(SERVICES) == {*PORTAL, "proxy", "database", "queue"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_image_is_pinned_by_version(name):
    image = SERVICES[name]["image"].replace("${CCHC_IMAGE_TAG:-", "").replace("}", "")

    assert re.fullmatch(r"[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?", image)


@pytest.mark.parametrize("name", PORTAL)
def test_the_code_reads_every_variable_that_it_is_given(name):
    code = "".join(path.read_text(encoding="utf-8") for path in CODE)

    given = set(SERVICES[name]["environment"]) - READ_BY_LIBRARIES - set(LIMITS)
    assert not {variable for variable in given if f'"{variable}"' not in code}


def test_every_variable_of_the_guide_stands_in_the_file():
    """The guide shortens some to their ends; inside a container the port is nobody's choice."""
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    told = set(re.findall(r"CCHC(?:_[A-Z0-9]+)+|(?<=`…)(?:_[A-Z0-9]+)+", guide)) - {"CCHC_BIND"}
    passed = tuple(re.findall(r"\bCCHC\w+", text))
    assert not {name for name in told if not any(it.endswith(name) for it in passed)}


def test_every_variable_of_the_file_stands_in_the_example():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")

    asked = set(re.findall(r"\$\{(\w+)", text)) - {"CCHC_IMAGE_TAG"}
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


@pytest.mark.parametrize("name", PORTAL)
def test_every_limit_of_files_is_a_setting_of_the_deployment(name):
    given = SERVICES[name]["environment"]

    assert {limit: given[limit] for limit in LIMITS} == {
        limit: f"${{{limit}:-{usual}}}" for limit, usual in LIMITS.items()
    }


def test_the_proxy_lets_through_what_the_portal_takes():
    """Its 512.9 MiB are the portal's 512 MB and the form around them."""
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")

    assert f"max_size {{${LARGEST_UPLOAD}:512}}.9MiB" in caddy
    usual = f"${{{LARGEST_UPLOAD}:-512}}"
    assert {SERVICES[name]["environment"][LARGEST_UPLOAD] for name in ("proxy", *PORTAL)} == {usual}


def test_no_secret_stands_in_the_file_or_the_example():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")

    for name in ("CCHC_SECRET_KEY", "POSTGRES_PASSWORD"):
        assert f"${{{name}:?" in text
        assert f"\n{name}=\n" in example


@pytest.mark.parametrize("name", PORTAL)
def test_every_container_of_the_portal_is_held_tight(name):
    service = SERVICES[name]

    assert service["read_only"] and service["cap_drop"] == ["ALL"]
    assert "ports" not in service
    assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]


@pytest.mark.parametrize("name", ["web", "worker", "database", "queue"])
def test_whatever_serves_is_asked_how_it_is(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_whatever_a_service_leans_on_exists(name):
    service = SERVICES[name]
    volumes = {volume.split(":")[0] for volume in service.get("volumes", ())}

    assert set(service.get("depends_on", ())) <= set(SERVICES)
    assert {volume for volume in volumes if not volume.startswith("./")} <= set(COMPOSE["volumes"])


def test_work_begins_only_once_the_database_is_up_to_date():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_every_command_is_understood_by_its_program(name):
    program, *arguments = SERVICES[name]["command"]
    plain = [re.sub(r"\$\{\w+:-(\w+)\}", r"\1", part) for part in arguments]
    check = "--check-config" if program == "gunicorn" else "--help"
    command = [str(Path(sys.executable).with_name(program)), *plain, check]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_the_image_has_the_libraries_that_documents_need():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert not {package for package in DOCUMENT_LIBRARIES.values() if package not in text}


def test_the_image_installs_only_what_is_locked_and_runs_as_nobody_in_particular():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert "--require-hashes --no-deps -r requirements.lock" in text
    assert re.findall(r"^USER (\w+)$", text, re.MULTILINE) == ["portal"]

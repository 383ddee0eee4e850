"""Small factories shared by every test: units, people, stored files, procedures, campaigns."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import Procedure
from foundation.models import StoredFile
from foundation.services.calendar import fill_calendar
from foundation.services.files import store_file
from surveys.models import Campaign, Question
from tests.emptying import delete_instead_of_truncating
from tests.parallel import set_apart
from tests.workers import until, waiting_for_a_lock
from units.models import Grant, Unit, User


def pytest_configure(config: pytest.Config) -> None:
    """Set a worker of a parallel run apart from the others; save what tests need not pay for."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    delete_instead_of_truncating()
    if worker := getattr(config, "workerinput", {}).get("workerid"):
        set_apart(worker)


def pytest_collection_finish() -> None:
    """Have the collector of garbage leave alone what stands until the end, and look less often."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def media_root(tmp_path: Path, settings) -> Path:
    """Keep what a test hands in below its own directory."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def make_unit(db) -> Callable[..., Unit]:
    """Store a unit that exists from `first` to `last`, both included; None has no end."""

    def make(
        code: str,
        name: str | None = None,
        first: date | None = None,
        last: date | None = None,
        level: str = "department",
    ) -> Unit:
        valid = DateRange(first, last and last + timedelta(days=1))
        return Unit.through_time.create(code=code, name=name or code, level=level, valid=valid)

    return make


@pytest.fixture
def make_user(db) -> Callable[..., User]:
    """Store a person, with a grant if a role is given; the user name is the role's unless given."""

    def make(
        role: str | None = None, unit: Unit | None = None, username: str | None = None
    ) -> User:
        user = User.objects.create_user(username=username or role or "someone")
        if role:
            Grant.objects.create(user=user, role=role, unit=unit)
        return user

    return make


@pytest.fixture
def stored_file(db, tmp_path: Path) -> Callable[..., StoredFile]:
    """Store a file with that text (as UTF-8) or those bytes."""

    def store(content: str | bytes, name: str = "x.csv") -> StoredFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return store_file(path, by=None)

    return store


@pytest.fixture
def make_procedure(db) -> Callable[..., Procedure]:
    """Store a procedure; without working days none are set."""

    def make(code: str, working_days: int | None = None, field: str = "Hộ tịch") -> Procedure:
        return Procedure.objects.create(
            code=code, name=f"Thủ tục {code}", field=field, working_days=working_days
        )

    return make


@pytest.fixture
def make_campaign(db) -> Callable[..., Campaign]:
    """Store a campaign of September to November 2024, one question for each code given."""

    def make(*questions: str, code: str = "hai-long-2024", left_out: str = "") -> Campaign:
        campaign = Campaign.objects.create(
            code=code,
            title="Khảo sát hài lòng năm 2024",
            source=Campaign.Source.SAMPLED,
            first_on=date(2024, 9, 1),
            last_on=date(2024, 11, 30),
        )
        for question in questions:
            Question.objects.create(
                campaign=campaign,
                code=question,
                text=f"Câu hỏi {question}",
                factor=Question.Factor.STAFF,
                counts=question != left_out,
            )
        return campaign

    return make


@pytest.fixture(scope="session")
def kept_calendar() -> list[bytes]:
    """Return the working calendar as COPY gave it; empty until it was first filled."""
    return []


@pytest.fixture
def working_calendar(db, kept_calendar: list[bytes]) -> None:
    """Fill the working calendar of Việt Nam, which is worked out once for all tests."""
    with connection.cursor() as cursor:
        if kept_calendar:
            with cursor.copy("copy foundation_calendarday from stdin") as days:
                days.write(b"".join(kept_calendar))
        else:
            fill_calendar()
            with cursor.copy("copy foundation_calendarday to stdout") as days:
                kept_calendar.extend(map(bytes, days))


@pytest.fixture
def beside() -> Iterator[Callable[..., Future[Any]]]:
    """Call a function in another thread, which has a database connection of its own."""

    def alone(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        yield lambda function, *args, **kwargs: pool.submit(alone, function, *args, **kwargs)


@pytest.fixture
def until_somebody_waits() -> Callable[[], None]:
    """Return once some transaction waits for a lock; fail if none does within a minute."""
    return lambda: until(waiting_for_a_lock)

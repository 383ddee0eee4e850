"""The kinds of file the portal takes in: each app says its own when it starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from foundation.domain.tables import Column
from foundation.models import ImportBatch, Job, StoredFile
from foundation.services.jobs import request_job

TAKE_IN = "foundation.take_in"


@dataclass(frozen=True, slots=True)
class Intake:
    """A kind of file as the upload page and the worker know it.

    `take(stored, by=, progress=, **context)` takes it in. `context` is empty, or the keyword under
    which `take` wants what the file belongs to, such as "campaign"; `context_model` is that model's
    label. `columns(context)` says what a file of this kind has.
    """

    code: str
    title: str
    take: Callable[..., ImportBatch]
    columns: Callable[[Any], Sequence[Column]]
    context: str = ""
    context_model: str = ""

    def context_of(self, key: int | None) -> dict[str, Model]:
        """Return the keyword arguments for `take`; raises the model's DoesNotExist."""
        if not self.context:
            return {}
        return {self.context: apps.get_model(self.context_model)._default_manager.get(pk=key)}


_KNOWN: dict[str, Intake] = {}


def register_intake(intake: Intake) -> None:
    """Make a kind of file known; called once for each when the apps start."""
    _KNOWN[intake.code] = intake


def intakes() -> list[Intake]:
    """Return every kind of file, in the order in which the apps stand."""
    return list(_KNOWN.values())


def intake_of(code: str) -> Intake:
    """Return the kind of that code; raises KeyError."""
    return _KNOWN[code]


def request_intake(
    intake: Intake, stored: StoredFile, *, by: Any, context: Model | None = None
) -> Job:
    """Ask the workers to take a stored file in and return the job to watch."""
    return request_job(
        TAKE_IN,
        input={"intake": intake.code, "context": context.pk if context else None},
        by=by,
        title=f"{intake.title}: {stored.name}"[:300],
        stored_input=stored,
    )

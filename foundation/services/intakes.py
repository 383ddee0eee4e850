"""The kinds of file the portal takes in: each app says its own when it starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from foundation.domain.tables import Column
from foundation.domain.vietnamese import number
from foundation.models import ImportBatch, Job, StoredFile
from foundation.selectors.step_times import usual_steps
from foundation.services.intake import Preview
from foundation.services.jobs import request_job
from foundation.services.row_estimates import rows_about

TAKE_IN = "foundation.take_in"
PREVIEW = "foundation.preview"


@dataclass(frozen=True, slots=True)
class Intake:
    """A kind of file as the upload page and the worker know it.

    `take(stored, by=, progress=, **context)` takes it in. `context` is empty, or the keyword under
    which `take` wants what the file belongs to, such as "campaign"; `context_model` is that model's
    label. `columns(context)` says what a file of this kind has; without one, at least its own.
    `about` is a sentence for whoever chooses among the kinds.

    A file may belong to nothing where `needs_context` is false: then `no_context` says what it is.
    `preview(stored, progress=, **context)` says what `take` would do, and shows rows as they are
    read; without it a preview only counts. `preview_part` is a template that makes something of its
    answers. Where `previews_first`, a preview is what people are led to. Whoever looks at rows of a
    kind that `names_people` leaves a record.
    """

    code: str
    title: str
    take: Callable[..., ImportBatch]
    columns: Callable[[Any], Sequence[Column]]
    context: str = ""
    context_model: str = ""
    about: str = ""
    needs_context: bool = True
    no_context: str = ""
    preview: Callable[..., Preview] | None = None
    preview_part: str = ""
    previews_first: bool = False
    names_people: bool = False

    @property
    def contexts(self) -> QuerySet[Model]:
        """What a file of this kind may belong to, the newest first."""
        found: QuerySet[Model] = apps.get_model(self.context_model)._default_manager.order_by("-pk")
        return found

    @property
    def context_title(self) -> str:
        """What a file of this kind belongs to, in a word."""
        return str(apps.get_model(self.context_model)._meta.verbose_name)

    def context_of(self, key: int | None) -> dict[str, Model | None]:
        """Return the keyword arguments for `take`; raises the model's DoesNotExist."""
        if not self.context:
            return {}
        is_free = key is None and not self.needs_context
        return {self.context: None if is_free else self.contexts.get(pk=key)}


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


def title_of(batch: ImportBatch) -> str:
    """Return what a batch's kind of file is called; its code, if no app knows it any more."""
    known = _KNOWN.get(batch.kind)
    return known.title if known else batch.kind


def names_people(code: str) -> bool:
    """Say whether rows of a kind of file, by its code, name people."""
    return code in _KNOWN and _KNOWN[code].names_people


def request_intake(
    intake: Intake, stored: StoredFile, *, by: Any, context: Model | None = None, name: str = ""
) -> Job:
    """Ask the workers to take a stored file in and return the job to watch.

    `name` is the file's name this time, if the same bytes were stored under another.
    """
    return _request(TAKE_IN, intake.title, intake, stored, by=by, context=context, name=name)


def request_preview(
    intake: Intake, stored: StoredFile, *, by: Any, context: Model | None = None, name: str = ""
) -> Job:
    """Ask the workers what taking a stored file in would do and return the job to watch."""
    title = f"Xem trước {intake.title}"
    return _request(PREVIEW, title, intake, stored, by=by, context=context, name=name)


def summary(batch: ImportBatch) -> str:
    """Return what became of a batch's rows, as one sentence."""
    return counted(
        batch.rows,
        batch.created_rows,
        batch.changed_rows,
        batch.unchanged_rows,
        batch.rejected_rows,
    )


def counted(rows: int, created: int, changed: int, unchanged: int, rejected: int) -> str:
    """Return what becomes of the rows of a file, as one sentence."""
    return (
        f"{_grouped(rows)} dòng: {_grouped(created)} mới, {_grouped(changed)} thay đổi,"
        f" {_grouped(unchanged)} không đổi, {_grouped(rejected)} bị trả lại."
    )


def _request(
    kind: str,
    title: str,
    intake: Intake,
    stored: StoredFile,
    *,
    by: Any,
    context: Model | None,
    name: str,
) -> Job:
    told = {"rows_about": rows_about(stored), "usual_steps": usual_steps(intake.code)}
    asked = {"intake": intake.code, "context": context.pk if context else None}
    return request_job(
        kind,
        input=asked | {name: value for name, value in told.items() if value},
        by=by,
        title=f"{title}: {name or stored.name}"[:300],
        stored_input=stored,
    )


def _grouped(count: int) -> str:
    return number(str(count))

"""Sources of dossiers: keeping how their files are read, and what they call units."""

import logging
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import Source, SourceUnit
from dossiers.selectors.sources import state_of

log = logging.getLogger(__name__)


class SourceChanged(Exception):
    """Somebody else has described the source since it was opened; `source` is as it stands."""

    def __init__(self, source: Source) -> None:
        self.source = source
        super().__init__(
            "Có người vừa sửa cách đọc tệp của nguồn này. Bên dưới là điều bạn nhập; hãy xem lại"
            " rồi lưu lần nữa."
        )


@transaction.atomic
def revise_source(source: Source, *, was: str, by: Any) -> Source:
    """Keep a source as it was described anew; `was` is `state_of` it as the person saw it.

    Raises SourceChanged if it has been described otherwise since.
    """
    stands = Source.objects.select_for_update().get(pk=source.pk)
    if state_of(stands) != was:
        raise SourceChanged(stands)
    return save_source(source, by=by)


@transaction.atomic
def save_source(source: Source, *, by: Any) -> Source:
    """Keep a source as it was described; what has been taken in from it stays as it is."""
    source.full_clean()
    source.save()
    log.info("%s ghi cách đọc tệp của nguồn %s.", by, source.code)
    return source


@transaction.atomic
def translate_unit(
    source: Source, *, code: str, unit_code: str, first: date | None, last: date | None, by: Any
) -> SourceUnit:
    """Say which unit a source means by a code from one day to another, both included.

    The same code and first day again is a correction. Raises ValidationError if the code already
    means another unit on one of those days.
    """
    Source.objects.select_for_update().get(pk=source.pk)
    days = DateRange(first, last and last + timedelta(days=1))
    begun = {"valid__startswith": first} if first else {"valid__lower_inf": True}
    said = source.units.filter(code=code, **begun).first() or SourceUnit(source=source, code=code)
    said.unit_code, said.valid = unit_code, days
    said.full_clean()
    said.save()
    log.info("%s ghi mã %s của nguồn %s.", by, said, source.code)
    return said


@transaction.atomic
def forget_translation(translation: SourceUnit, *, by: Any) -> None:
    """Let a code of a source mean nothing again; dossiers already taken in stay with their unit."""
    translation.delete()
    log.info("%s xóa mã %s của nguồn %s.", by, translation, translation.source.code)

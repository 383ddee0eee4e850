"""Procedures that dossiers name before anybody has described them."""

import logging
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from dossiers.models import Procedure

log = logging.getLogger(__name__)

NAMELESS = "chưa có tên"
UNSORTED = "Chưa phân loại"
CREATABLE = r"[A-Za-z0-9._/-]{1,40}"
"""What a procedure's code is made of, as Python and PostgreSQL both write it."""


def is_creatable(code: str) -> bool:
    """Return whether a code could be a procedure's: plain letters, digits, . - _ /, at most 40."""
    return re.fullmatch(CREATABLE, code) is not None


@transaction.atomic
def create_nameless_procedures(codes: Iterable[str], *, by: Any) -> int:
    """Store procedures of which only the code is known and return how many are new.

    Each is named by its code and marked, in no field of work, without working time, until a list of
    procedures tells more. What is no code of a procedure is passed over.
    """
    wanted = {code for code in codes if is_creatable(code)}
    known = set(Procedure.objects.filter(code__in=wanted).values_list("code", flat=True))
    new = sorted(wanted - known)
    Procedure.objects.bulk_create(
        (Procedure(code=code, name=f"{code} ({NAMELESS})", field=UNSORTED) for code in new),
        ignore_conflicts=True,
    )
    log.info("%s tạo %s thủ tục chưa có tên.", by, len(new))
    return len(new)

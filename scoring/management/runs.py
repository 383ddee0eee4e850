"""How a command names a stored run."""

import re

from django.core.management.base import CommandError

from scoring.models import RankingRun

RUN_NAMES = (
    "MÃ_TỔ_CHỨC/NĂM/LẦN, ví dụ 56/2024/1; NĂM/LẦN nếu năm đó chỉ một nơi tổ chức;"
    " số của lần xếp hạng; hoặc mã SHA-256 của gói"
)
_DIGEST_LENGTH = 64
_NUMBER = re.compile(r"[0-9]{1,9}")


def named_runs(name: str) -> list[RankingRun]:
    """Return the run meant, or several where they share the bundle whose digest was given.

    Raises CommandError if there is none or the name is unclear.
    """
    parts = name.split("/")
    runs = RankingRun.objects.select_related("cycle").order_by("pk")
    if len(name) == _DIGEST_LENGTH:
        found = list(runs.filter(bundle_sha256=name.lower()))
    elif len(parts) > 3 or not all(map(_NUMBER.fullmatch, parts[-2:])):
        raise CommandError(f"Hãy viết {RUN_NAMES}.")
    else:
        found = list(runs.filter(**_lookup(parts)))
        if len(found) > 1:
            raise CommandError(f"Năm này có nhiều nơi tổ chức. Hãy viết MÃ_TỔ_CHỨC/{name}.")
    if not found:
        raise CommandError(f"Không có lần xếp hạng nào ứng với {name}.")
    return found


def _lookup(parts: list[str]) -> dict[str, str]:
    if len(parts) == 1:
        return {"pk": parts[0]}
    named = dict(zip(("cycle__year", "number"), parts[-2:], strict=True))
    return named | ({"cycle__organiser__code": parts[0]} if len(parts) == 3 else {})

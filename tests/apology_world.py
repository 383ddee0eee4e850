"""Late dossiers of June 2024 with their apologies, worked out by hand, and people to look at them.

Sở Tư pháp, deadlines on 10/06/2024 17:00, all still open:
  tre-0, tre-1   no letter                        → missing 2
  soan           a draft                          → drafted 1
  kip            sent 10/06/2024 17:00, no later  → sent in time 1
  muon           sent 10/06/2024 17:01            → sent late 1;  late in all 5, in time 1/5 = 20 %
Sở Y tế: one late dossier without a letter.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from dossiers.models import Apology, Dossier, Procedure
from foundation.models import StoredFile
from units.models import Person, Unit

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2024, 6, 10, 17, tzinfo=HANOI)
JUNE = {"tu": "01/06/2024", "den": "30/06/2024"}


def build_late_june() -> Unit:
    """Store it all and return Sở Tư pháp."""
    province = _unit("56", "Tỉnh Khánh Hòa", level="province")
    office = _unit("so-tu-phap", "Sở Tư pháp", parent=province)
    sister = _unit("so-y-te", "Sở Y tế", parent=province)
    head = Person.objects.create(
        code="giam-doc", name="Nguyễn Thị Ánh", role="head", unit=office, valid=DateRange(None)
    )
    for code in ("tre-0", "tre-1", "soan", "kip", "muon"):
        late_dossier(code, office)
    late_dossier("y-te-0", sister)
    write_letter("soan", head)
    write_letter("kip", head, number="05/PXL-STP", sent_at=DUE)
    write_letter("muon", head, number="06/PXL-STP", sent_at=DUE + timedelta(minutes=1))
    return office


def late_dossier(code: str, unit: Unit, **others: Any) -> Dossier:
    """Store an open dossier of the unit that was due in June."""
    procedure, _ = Procedure.objects.get_or_create(
        code="1.001", defaults={"name": "Đăng ký khai sinh", "field": "Hộ tịch"}
    )
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"name": "tay.csv", "size": 0, "file": "tay.csv"}
    )
    given = {
        "code": code,
        "unit": unit,
        "procedure": procedure,
        "channel": "counter",
        "received_at": DUE - timedelta(days=5),
        "due_at": DUE,
        "deadline_at": DUE,
        "outcome": "open",
        "source_file": file,
    }
    return Dossier.objects.create(**given | others)


def write_letter(code: str, head: Person, **others: Any) -> Apology:
    """Store a letter for the dossier; without an instant a draft, whose appointment is to come."""
    sent_at = others.get("sent_at")
    given = {
        "dossier": Dossier.objects.get(code=code),
        "reason": "Chờ xác minh của Uỷ ban nhân dân xã",
        "new_due_at": (DUE if sent_at else timezone.now()) + timedelta(days=10),
        "signed_by": head,
    }
    return Apology.objects.create(**given | others)


def _unit(code: str, name: str, level: str = "department", parent: Unit | None = None) -> Unit:
    return Unit.through_time.create(
        code=code, name=name, level=level, parent=parent, valid=DateRange(None, None)
    )

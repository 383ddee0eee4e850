"""The dossiers behind each number of a page of facts: which group an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dossiers.domain.shares import OFFERED_ONLINE
from dossiers.models import Dossier, Procedure
from dossiers.selectors.facts_spans import Span
from dossiers.selectors.late_lists import dossiers_in
from dossiers.selectors.late_parts import LatePart, part_conditions
from dossiers.selectors.shares import resolved_condition
from units.models import Person, Unit

RESOLVED = "giai-quyet"
LATE, COUNTED = "tre", "xet-tre"
RESOLVED_LATE, RESOLVED_COUNTED = "giai-quyet-tre", "giai-quyet-xet-tre"
DUE_LATE, DUE = "den-han-tre", "den-han"
ON_TIME, OVERDUE, UNDETERMINED, NOT_RATED = "dung-han", "qua-han", "khong-ro-han", "moi-ho-so"
LEFT_OUT = "khong-tinh"

_GROUPS = {
    LATE: (_("Trễ hạn"), (LatePart.RESOLVED_LATE, LatePart.OPEN_OVERDUE)),
    COUNTED: (
        _("Đã giải quyết hoặc quá hạn chưa giải quyết"),
        (LatePart.RESOLVED_ON_TIME, LatePart.RESOLVED_LATE, LatePart.OPEN_OVERDUE),
    ),
    RESOLVED_LATE: (_("Giải quyết trễ hạn"), (LatePart.RESOLVED_LATE,)),
    RESOLVED_COUNTED: (
        _("Đã giải quyết, có hạn"),
        (LatePart.RESOLVED_ON_TIME, LatePart.RESOLVED_LATE),
    ),
    DUE_LATE: (_("Đến hạn trong kỳ, trễ"), (LatePart.DUE_LATE,)),
    DUE: (_("Đến hạn trong kỳ"), (LatePart.DUE_ON_TIME, LatePart.DUE_LATE)),
    ON_TIME: (_("Giải quyết đúng hạn"), (LatePart.RESOLVED_ON_TIME,)),
    OVERDUE: (_("Quá hạn chưa giải quyết"), (LatePart.OPEN_OVERDUE,)),
    UNDETERMINED: (_("Không xác định được hạn"), (LatePart.UNDETERMINED,)),
    NOT_RATED: (
        _("Đã giải quyết, quá hạn hoặc không xác định được hạn"),
        (
            LatePart.RESOLVED_ON_TIME,
            LatePart.RESOLVED_LATE,
            LatePart.OPEN_OVERDUE,
            LatePart.UNDETERMINED,
        ),
    ),
    LEFT_OUT: (_("Không tính: rút, từ chối tiếp nhận, hủy"), (LatePart.NOT_COUNTED,)),
}
CHANNEL_WORDS = {
    "truc-tuyen": Dossier.Channel.ONLINE,
    "buu-chinh": Dossier.Channel.POST,
    "truc-tiep": Dossier.Channel.COUNTER,
}
WORD_OF_CHANNEL = {channel: word for word, channel in CHANNEL_WORDS.items()}
OFFERED = "co-truc-tuyen"


@dataclass(frozen=True, slots=True)
class Group:
    """The group of dossiers that an address asks for, and what it is called."""

    title: str
    dossiers: QuerySet[Dossier]
    query: dict[str, str]


def group_asked(unit: Unit, span: Span, asked: Mapping[str, str]) -> Group | None:
    """Return one unit's dossiers of the group asked for, the latest first; None for no such group.

    Beside the group (`nhom`) an address may ask for a channel (`kenh`), for procedures that can be
    done online (`muc-do`), for one procedure (`thu-tuc`) and for one official (`can-bo`).
    """
    word = asked.get("nhom", RESOLVED)
    if word == RESOLVED:
        title, condition = str(_("Đã giải quyết")), resolved_condition(span)
    elif word in _GROUPS:
        label, parts = _GROUPS[word]
        title, condition = str(label), _any_of(parts, span)
    else:
        return None
    query, names, more = {"nhom": word}, [title], Q()
    for key, narrow in _NARROWED.items():
        if wanted := asked.get(key, ""):
            narrowed = narrow(wanted, unit)
            if narrowed is None:
                return None
            names.append(narrowed[0])
            more &= narrowed[1]
            query[key] = wanted
    dossiers = dossiers_in(unit, condition & more, cutoff=span.cutoff)
    return Group(" · ".join(names), dossiers, query)


def _any_of(parts: tuple[LatePart, ...], span: Span) -> Q:
    conditions = part_conditions(**span.counted())
    found = Q()
    for part in parts:
        found |= conditions[part]
    return found


def _of_channel(word: str, unit: Unit) -> tuple[str, Q] | None:
    channel = CHANNEL_WORDS.get(word)
    return (str(channel.label), Q(channel=channel)) if channel else None


def _of_level(word: str, unit: Unit) -> tuple[str, Q] | None:
    if word != OFFERED:
        return None
    offered = Q(procedure__online_level__in=OFFERED_ONLINE)
    return str(_("thủ tục có trực tuyến")), offered


def _of_procedure(code: str, unit: Unit) -> tuple[str, Q] | None:
    procedure = Procedure.objects.filter(code=code).first()
    return (procedure.name, Q(procedure=procedure)) if procedure else None


def _of_official(code: str, unit: Unit) -> tuple[str, Q] | None:
    lives = Person.objects.filter(code=code, role=Person.Role.OFFICIAL, unit=unit)
    name = lives.order_by("-valid").values_list("name", flat=True).first()
    return (name, Q(handler__in=lives)) if name else None


_NARROWED = {
    "kenh": _of_channel,
    "muc-do": _of_level,
    "thu-tuc": _of_procedure,
    "can-bo": _of_official,
}

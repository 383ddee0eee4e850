"""How dossiers were handed in, and what the procedures used offer, as facts."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from dossiers.domain.shares import (
    ProcedureUse,
    of_level,
    of_unknown_level,
    one_stop,
    online_where_offered,
    share,
)
from dossiers.models import Dossier
from dossiers.selectors import facts_groups as groups
from dossiers.selectors.facts_parts import (
    KNOWN,
    LEVELS,
    NO_DOSSIERS,
    NOT_KNOWN,
    UNKNOWN,
    Fact,
    Links,
)
from dossiers.selectors.shares import Month
from foundation.domain.vietnamese import number


def channels_facts(months: Sequence[Month], links: Links) -> list[Fact]:
    """Return how the resolved dossiers were handed in, a share for each channel."""
    counts: Counter[str] = sum((month.channels for month in months), Counter())
    titles = {
        Dossier.Channel.ONLINE: _("Nộp trực tuyến"),
        Dossier.Channel.POST: _("Nộp qua bưu chính"),
        Dossier.Channel.COUNTER: _("Nộp trực tiếp"),
    }
    facts = []
    for channel, title in titles.items():
        rate = share(counts[channel], counts.total())
        word = groups.WORD_OF_CHANNEL[channel]
        facts.append(
            Fact(
                title=str(title),
                formula=str(_("hồ sơ nộp theo kênh này / mọi hồ sơ đã giải quyết")),
                rate=rate,
                above=links.dossiers(groups.RESOLVED, kenh=word) if counts[channel] else "",
                below=links.dossiers(groups.RESOLVED) if rate else "",
            )
        )
    return facts


def offered_fact(uses: Sequence[ProcedureUse], links: Links) -> Fact:
    """Return the share handed in online where that could be done."""
    rate, offered = online_where_offered(uses), {"muc-do": groups.OFFERED}
    absence = _("không có thủ tục trực tuyến nào được dùng") if uses else NO_DOSSIERS
    online = {"kenh": groups.WORD_OF_CHANNEL[Dossier.Channel.ONLINE]}
    unknown = sum(use.dossiers for use in uses if not use.level)
    note = _("%s hồ sơ của thủ tục chưa biết mức độ, ngoài tỷ lệ")
    return Fact(
        title=str(_("Nộp trực tuyến ở thủ tục có trực tuyến")),
        formula=str(
            _("hồ sơ nộp trực tuyến / hồ sơ đã giải quyết của thủ tục một phần hoặc toàn trình")
        ),
        rate=rate,
        absence=str(absence),
        above=links.dossiers(groups.RESOLVED, **offered, **online)
        if rate and rate.numerator
        else "",
        below=links.dossiers(groups.RESOLVED, **offered) if rate else "",
        note=note % number(str(unknown)) if unknown else "",
    )


def procedures_facts(uses: Sequence[ProcedureUse], links: Links) -> tuple[Fact, ...]:
    """Return what the procedures used offer: their level of online service, the one-stop desk."""
    return (
        *(_level(word, uses, links) for word in LEVELS),
        _unknown_level(uses, links),
        _one_stop(uses, links),
    )


def _level(word: str, uses: Sequence[ProcedureUse], links: Links) -> Fact:
    level, title = LEVELS[word]
    rate = of_level(uses, level)
    return Fact(
        title=str(title),
        formula=str(_("thủ tục mức này / thủ tục có hồ sơ đã giải quyết, đã biết mức độ")),
        rate=rate,
        absence=str(UNKNOWN if uses else NO_DOSSIERS),
        above=links.procedures(**{"muc-do": word}) if rate and rate.numerator else "",
        below=links.procedures(**{"muc-do": KNOWN}) if rate else "",
    )


def _unknown_level(uses: Sequence[ProcedureUse], links: Links) -> Fact:
    rate = of_unknown_level(uses)
    return Fact(
        title=str(_("Thủ tục chưa biết mức độ trực tuyến")),
        formula=str(_("thủ tục chưa biết mức độ / mọi thủ tục có hồ sơ đã giải quyết")),
        rate=rate,
        above=links.procedures(**{"muc-do": NOT_KNOWN}) if rate and rate.numerator else "",
        below=links.procedures() if rate else "",
    )


def _one_stop(uses: Sequence[ProcedureUse], links: Links) -> Fact:
    rate = one_stop(uses)
    unknown = sum(use.is_one_stop is None for use in uses)
    note = _("%s thủ tục chưa biết có qua một cửa hay không, ngoài tỷ lệ")
    return Fact(
        title=str(_("Thủ tục qua một cửa")),
        formula=str(_("thủ tục qua một cửa / thủ tục đã biết có qua một cửa hay không")),
        rate=rate,
        absence=str(UNKNOWN if uses else NO_DOSSIERS),
        above=links.procedures(**{"mot-cua": "co"}) if rate and rate.numerator else "",
        below=links.procedures(**{"mot-cua": KNOWN}) if rate else "",
        note=note % number(str(unknown)) if unknown else "",
    )

"""The cell of pauses: how it is read, and every way in which it can be wrong."""

from dossiers.models import Pause, Source
from dossiers.services.source_reading import on_the_clock_of
from dossiers.services.usual_instants import usual_or
from dossiers.services.words import words
from foundation.services.intake import Check

REASONS = ", ".join(map(str, Pause.Reason.labels))
_EXAMPLE = "05/01/2024 08:00 - 08/01/2024 17:00: Chờ bổ sung hồ sơ"
_INSTANT = r"(\S+[ T]\S+(?:\s+[AaPpSsCc][MmAaHh])?)"
INTERVAL = rf"^\s*{_INSTANT}\s+[-–]\s*{_INSTANT}?\s*:\s*(\S.*)$"
"""A day and a time, a dash, a day and a time or nothing, a colon, words; read closer afterwards."""

# One row an interval written in the file, then one row a line: sorted arrays and what is wrong.
# `interval` is bound to INTERVAL; the usual spelling needs no regular expression. `reasons` stands
# for the model's labels as a table of words.
_GIVEN = """
with interval_text as materialized (
    select s.line, {first} as started_at,
           {last} as ended_at, w.value as reason,
           m.found[2] is not null as has_end, m.found[3] is not null as has_reason
    from staging s
    cross join lateral string_to_table(s.pauses, ';') part(text)
    cross join lateral (select btrim(part.text) as text offset 0) cell
    cross join lateral (
        select case when cell.text like '__/__/____ __:__ - __/__/____ __:__: %%'
                    then array[left(cell.text, 16), substr(cell.text, 20, 16),
                               substr(cell.text, 38)]
                    else regexp_match(cell.text, %(interval)s) end as found
        offset 0) m
    left join {reasons} on w.label = intake_word(m.found[3])
    where s.pauses <> '' and cell.text ~ '\\S'
)
select line, array_agg(started_at order by started_at) as starts,
       array_agg(ended_at order by started_at) as ends,
       array_agg(reason order by started_at) as reasons,
       bool_or(started_at is null or has_end and ended_at is null) as is_unreadable,
       bool_or(has_reason and reason is null) as has_unknown_reason,
       bool_or(ended_at <= started_at) as ends_too_soon,
       bool_or(ended_before > started_at) as overlaps,
       bool_or(place > 1 and ended_before is null) as goes_on_too_long,
       max(greatest(started_at, ended_at)) as last_instant
from (select *, lag(ended_at) over in_order as ended_before, row_number() over in_order as place
      from interval_text window in_order as (partition by line order by started_at)) i
group by line
"""

# What is known already, for the dossiers of this file.
KEPT = """
select p.dossier_id, array_agg(p.started_at order by p.started_at) as starts,
       array_agg(p.ended_at order by p.started_at) as ends,
       array_agg(p.reason::text order by p.started_at) as reasons
from dossiers_pause p
where p.dossier_id in (select id from known)
group by p.dossier_id
"""


def given(source: Source | None) -> str:
    """Return the table of the pauses that a file writes; their times are on its source's clock."""
    first, last = (
        on_the_clock_of(
            source, usual_or(f"m.found[{place}]", f"intake_instant(m.found[{place}], '')")
        )
        for place in (1, 2)
    )
    return _GIVEN.format(first=first, last=last, reasons=words("w", Pause.Reason))


def _check(code: str, message: str, fails: str) -> Check:
    return Check("pauses", code, message, fails)


CHECKS = (
    _check(
        "pause_unreadable",
        f"Không đọc được khoảng tạm dừng; hãy viết như {_EXAMPLE}; các khoảng cách nhau bằng dấu ;",
        "t.pause_is_unreadable",
    ),
    _check(
        "unknown_word",
        f"Lý do tạm dừng phải là một trong: {REASONS}.",
        "t.pause_has_unknown_reason and not t.pause_is_unreadable",
    ),
    _check(
        "pause_ends_too_soon",
        "Khoảng tạm dừng kết thúc trước hoặc ngay lúc bắt đầu.",
        "t.pause_ends_too_soon",
    ),
    _check("pauses_overlap", "Các khoảng tạm dừng chồng lên nhau.", "t.pauses_overlap"),
    _check(
        "pause_open_not_last",
        "Chỉ khoảng tạm dừng cuối cùng được để trống lúc kết thúc.",
        "t.pause_goes_on_too_long and not t.pause_is_unreadable",
    ),
    _check(
        "pause_before_received",
        "Tạm dừng trước khi tiếp nhận.",
        "t.starts[1] < t.received_at",
    ),
    _check("in_the_future", "Tạm dừng ở tương lai.", "t.last_pause_at > now()"),
    _check(
        "pause_still_open",
        "Hồ sơ đã kết thúc mà còn đang tạm dừng; hãy ghi tạm dừng đến lúc nào.",
        "t.outcome_value <> 'open' and t.pause_is_unreadable is not true"
        " and t.starts is not null and t.ends[cardinality(t.ends)] is null",
    ),
    _check(
        "pause_after_end",
        "Tạm dừng sau khi đã trả kết quả.",
        "greatest(t.starts[cardinality(t.starts)], t.ends[cardinality(t.ends)]) > t.finished_at",
    ),
)

"""A rejected row is kept as its file has it; the file's header is kept once, with its batch."""

from django.db import migrations, models

# Until now each row named its cells by the portal's own headers; null stood for no such column.
ONCE = """
update foundation_importbatch b set header = had.header
from (
    select batch_id, jsonb_agg(name order by place) as header
    from (
        select r.batch_id, cell.value ->> 0 as name, min(cell.place) as place
        from foundation_rejectedrow r,
             jsonb_array_elements(r.raw) with ordinality cell(value, place)
        where cell.value ->> 1 is not null
        group by 1, 2
    ) named
    group by 1
) had
where had.batch_id = b.id;

update foundation_rejectedrow r set raw = coalesce((
    select jsonb_agg(coalesce(cell.value ->> 1, '') order by h.place)
    from foundation_importbatch b
    cross join lateral jsonb_array_elements_text(b.header) with ordinality h(name, place)
    left join lateral jsonb_array_elements(r.raw) cell(value) on cell.value ->> 0 = h.name
    where b.id = r.batch_id
), '[]');
"""
EACH = """
update foundation_rejectedrow r set raw = coalesce((
    select jsonb_agg(jsonb_build_array(h.name, coalesce(r.raw ->> (h.place::int - 1), ''))
                     order by h.place)
    from foundation_importbatch b
    cross join lateral jsonb_array_elements_text(b.header) with ordinality h(name, place)
    where b.id = r.batch_id
), '[]');
"""


class Migration(migrations.Migration):
    """Headers with their batches, cells alone with the rows."""

    dependencies = [("foundation", "0009_history_is_never_edited")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="header",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Theo thứ tự của tệp; chỉ giữ khi có dòng bị trả lại.",
                verbose_name="tên cột trong tệp",
            ),
        ),
        migrations.AlterField(
            model_name="rejectedrow",
            name="column",
            field=models.CharField(max_length=200, verbose_name="cột"),
        ),
        migrations.RunSQL(ONCE, EACH),
    ]

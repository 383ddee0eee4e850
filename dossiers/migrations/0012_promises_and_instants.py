"""A promise in hours is of one hour at least; instants are read with fractions of a second."""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

_before = import_module("foundation.migrations.0004_instants_as_people_write_them")

# Nought hours promise nothing.
NO_HOURS = "update dossiers_procedure set working_hours = null where working_hours = 0"

# As before, but seconds may have a fraction, as databases write them out; it is left aside.
SECONDS = r"(:[0-5]\d)?)?\s*$'"
WITH_FRACTION = r"(:[0-5]\d(\.\d{1,9})?)?)?\s*$'"
READ = "(case when strpos(cell, ':') = 0 then cell || ' ' || time_of_day else cell end)::timestamp"
READ_WHOLE = (
    "(case when strpos(cell, ':') = 0 then cell || ' ' || time_of_day"
    " else split_part(cell, '.', 1) end)::timestamp"
)
INSTANT = _before.INSTANT.replace(SECONDS, WITH_FRACTION).replace(READ, READ_WHOLE)


class Migration(migrations.Migration):
    """The least promise, the source of a dossier in other words, and the reading of instants."""

    dependencies = [
        ("dossiers", "0011_sent_letters_stay"),
        ("foundation", "0004_instants_as_people_write_them"),
    ]

    operations = [
        migrations.RunSQL(NO_HOURS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="procedure",
            name="working_hours",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Cho thủ tục hẹn trả theo giờ; khi đó để trống số ngày.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="số giờ làm việc",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("working_hours", None), ("working_hours__gte", 1), _connector="OR"
                ),
                name="a_procedure_promises_an_hour_at_least",
                violation_error_message="Số giờ làm việc phải từ 1 trở lên.",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                help_text=(
                    "Hệ thống đã gửi tệp gần nhất làm đổi hồ sơ;"
                    " trống khi chỉ có tệp theo mẫu của cổng."
                ),
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dossiers.source",
                verbose_name="nguồn",
            ),
        ),
        migrations.RunSQL(INSTANT, _before.INSTANT),
    ]

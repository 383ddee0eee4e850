"""The number that a signature is bound to counts claims that were dropped before it as well."""

from django.db import migrations

COUNT = """
    update scoring_assessment sheet
    set signed_version = sheet.signed_version + dropped.editions
    from (
        select signed.id, sum(claim.version + claim.evidence_version + 1) as editions
        from scoring_assessment signed
        join scoring_claimevent claim on claim.assessment_id = signed.id
        where claim.pgh_label = 'delete' and claim.pgh_created_at <= signed.signed_at
        group by signed.id
    ) dropped
    where sheet.id = dropped.id and sheet.signed_version is not null
"""


class Migration(migrations.Migration):
    """Signatures given so far stay those of the claims that were signed."""

    dependencies = [("scoring", "0014_history_is_never_emptied")]

    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]

"""A mark of any kind is for a leaf of its sheet's own set; an approved set is never edited."""

from django.db import migrations

GUARDED = ("mark", "claim", "explanation", "appraisal", "evidence")

LEAVES = """
create function check_leaf_of_its_sheet() returns trigger language plpgsql as $$
begin
    if not exists (
        select from scoring_assessment sheet
        join scoring_cyclegroup block on block.id = sheet.cycle_group_id
        join scoring_criterion leaf on leaf.criteria_set_id = block.criteria_set_id
        where sheet.id = new.assessment_id and leaf.id = new.criterion_id
          and leaf.leaf is not null
    ) then
        raise exception 'Tiêu chí thành phần này không thuộc bộ tiêu chí của phiếu.'
            using errcode = 'check_violation', constraint = 'a_leaf_is_of_its_sheets_set';
    end if;
    return new;
end
$$;
"""
LEAVES_OF = """
create trigger a_leaf_is_of_its_sheets_set
    before insert or update of assessment_id, criterion_id on scoring_{table}
    for each row execute function check_leaf_of_its_sheet();
"""
ASSESSED = """
create function check_the_assessed_unit() returns trigger language plpgsql as $$
begin
    if not exists (select from scoring_assessment
                   where id = new.assessment_id and unit_id = new.assessed_unit_id) then
        raise exception 'Đơn vị được thẩm định không phải đơn vị của phiếu.'
            using errcode = 'check_violation', constraint = 'an_appraisal_names_the_sheets_unit';
    end if;
    return new;
end
$$;
create trigger an_appraisal_names_the_sheets_unit
    before insert or update of assessment_id, assessed_unit_id on scoring_appraisal
    for each row execute function check_the_assessed_unit();
"""
SETS = """
create function refuse_to_edit_an_approved_set() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.state = 'approved' and new.state = 'in_force'
       and to_jsonb(old) - 'state' = to_jsonb(new) - 'state' then
        return new;
    end if;
    raise exception 'Bộ tiêu chí đã duyệt không sửa, không xóa; hãy lập phiên bản mới.'
        using errcode = 'restrict_violation', constraint = 'approved_sets_are_never_edited';
end
$$;
create trigger approved_sets_are_never_edited before update or delete on scoring_criteriaset
    for each row when (old.state <> 'draft') execute function refuse_to_edit_an_approved_set();

create function refuse_to_edit_an_approved_criterion() returns trigger language plpgsql as $$
begin
    if exists (
        select from scoring_criteriaset where state <> 'draft' and id in (
            case when tg_op <> 'INSERT' then old.criteria_set_id end,
            case when tg_op <> 'DELETE' then new.criteria_set_id end)
    ) then
        raise exception 'Bộ tiêu chí đã duyệt không sửa, không xóa; hãy lập phiên bản mới.'
            using errcode = 'restrict_violation', constraint = 'approved_sets_are_never_edited';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger approved_criteria_are_never_edited
    before insert or update or delete on scoring_criterion
    for each row execute function refuse_to_edit_an_approved_criterion();
"""
UNGUARD = """
drop trigger approved_criteria_are_never_edited on scoring_criterion;
drop trigger approved_sets_are_never_edited on scoring_criteriaset;
drop trigger an_appraisal_names_the_sheets_unit on scoring_appraisal;
drop function refuse_to_edit_an_approved_criterion();
drop function refuse_to_edit_an_approved_set();
drop function check_the_assessed_unit();
"""


class Migration(migrations.Migration):
    """The triggers that hold sheets to their set, and sets to what was approved."""

    dependencies = [("scoring", "0007_claims_and_appraisals")]

    operations = [
        migrations.RunSQL(LEAVES, "drop function check_leaf_of_its_sheet();"),
        *(
            migrations.RunSQL(
                LEAVES_OF.format(table=table),
                f"drop trigger a_leaf_is_of_its_sheets_set on scoring_{table};",
            )
            for table in GUARDED
        ),
        migrations.RunSQL(ASSESSED + SETS, UNGUARD),
    ]

"""A letter that was sent stays as it was, whoever asks the database for something else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from dossiers.models import Apology


@pytest.fixture
def letters(make_dossier, make_person) -> dict[str, Apology]:
    """Store a letter that was sent and a draft."""
    due = timezone.now() - timedelta(days=3)
    head = make_person("head", role="head")
    stored = {}
    for code, sent_at in (("sent", due), ("draft", None)):
        dossier = make_dossier(due, None, "open", code=code)
        dossier.save()
        stored[code] = Apology.objects.create(
            dossier=dossier,
            reason="Thiếu người",
            new_due_at=due + timedelta(days=9),
            signed_by=head,
            sent_at=sent_at,
        )
    return stored


def test_a_sent_letter_is_neither_changed_nor_deleted(letters):
    sent = Apology.objects.filter(pk=letters["sent"].pk)

    for change in (lambda: sent.update(reason="Khác"), sent.delete):
        with pytest.raises(IntegrityError, match="không sửa, không xóa"), transaction.atomic():
            change()

    assert sent.get().reason == "Thiếu người"


def test_a_draft_may_be_changed_and_deleted(letters):
    draft = Apology.objects.filter(pk=letters["draft"].pk)

    assert draft.update(reason="Khác") == 1
    assert draft.delete()[0] == 1


@pytest.mark.parametrize("table", ["dossiers_apology", "dossiers_dossier"])
def test_sent_letters_do_not_go_all_at_once(letters, table):
    connection.check_constraints()

    with pytest.raises(IntegrityError, match="không sửa, không xóa"), transaction.atomic():
        connection.cursor().execute(f"truncate {table} cascade")

    assert Apology.objects.count() == 2


def test_drafts_alone_may_go_all_at_once(make_dossier, make_person):
    due = timezone.now() - timedelta(days=3)
    dossier = make_dossier(due, None, "open", code="draft")
    dossier.save()
    Apology.objects.create(
        dossier=dossier,
        reason="Thiếu người",
        new_due_at=due + timedelta(days=9),
        signed_by=make_person("head", role="head"),
    )
    connection.check_constraints()

    connection.cursor().execute("truncate dossiers_apology")

    assert not Apology.objects.exists()

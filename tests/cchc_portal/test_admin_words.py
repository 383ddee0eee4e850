"""The admin speaks Vietnamese: its words are compiled, its dates begin with the day."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils import formats, translation

admin.autodiscover()
WORDS = Path(settings.BASE_DIR) / "cchc_portal/locale/vi/LC_MESSAGES"
_ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? "(.+)"$', re.M)


def test_the_compiled_words_are_those_of_the_list():
    written = dict(_ENTRY.findall((WORDS / "django.po").read_text()))

    with (WORDS / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert len(written) > 100
    assert {word: compiled.gettext(word) for word in written if "\\" not in word} | {
        "entry": compiled.ngettext("entry", "entries", 1)
    } == {word: said for word, said in written.items() if "\\" not in word} | {"entry": "dòng"}


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_table_has_a_name_without_an_english_plural(model):
    names = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)

    assert names[0] == names[1]
    assert not names[0].isascii()


def test_the_day_comes_before_the_month():
    with translation.override("vi"):
        typed = formats.get_format("DATE_INPUT_FORMATS")

    assert typed == ["%d/%m/%Y", "%Y-%m-%d"]

"""Sources of dossiers: how the files of each are read, shown beside a sample; for Sở Nội vụ."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.forms.sources import NewSourceForm, SampleForm, SourceForm
from dossiers.models import Source
from dossiers.selectors.sources import other_in, sources_listed, state_of
from dossiers.services.source_samples import (
    OUR_COLUMNS,
    WORD_COLUMNS,
    Sample,
    guessed_headers,
    read_sample,
    unknown_units,
    unknown_words,
)
from dossiers.services.sources import SourceChanged, revise_source, save_source
from foundation.domain.tables import UnreadableTable
from foundation.models import AccessRecord, StoredFile
from foundation.services.files import store_upload
from foundation.views.access import record_reading

may_describe = permission_required("dossiers.change_source", raise_exception=True)


@require_safe
@may_describe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources with what each has brought."""
    return render(request, "dossiers/sources.html", {"sources": sources_listed()})


@require_http_methods(["GET", "HEAD", "POST"])
@may_describe
def source_new(request: HttpRequest) -> HttpResponse:
    """Name a source; what its files look like is said on its own page."""
    form = NewSourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = save_source(form.save(commit=False), by=request.user)
        return redirect("source", source.code)
    return render(request, "dossiers/source_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@may_describe
def source(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the files of a source are read, beside a sample if there is one, and change it."""
    found = _opened(request, code)
    form = SourceForm(request.POST or None, instance=found)
    was = request.POST.get("luc_mo", "") if request.method == "POST" else state_of(found)
    others: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        typed = form.described()
        try:
            revise_source(typed, was=was, by=request.user)
        except SourceChanged as refusal:
            form.add_error(None, str(refusal))
            was, others = state_of(refusal.source), other_in(refusal.source, typed)
        else:
            messages.success(request, f"Đã lưu cách đọc tệp của {found.name}.")
            return redirect(address(found, request.GET.get("mau")))
    shown = _shown(request, Source.objects.get(pk=found.pk), form)
    shown |= {"form": form, "was": was, "others": others}
    return render(request, "dossiers/source.html", shown)


@require_POST
@may_describe
def source_sample(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a sample and show the source beside it."""
    found = get_object_or_404(Source, code=code)
    form = SampleForm(request.POST, request.FILES)
    if form.is_valid():
        stored = store_upload(form.cleaned_data["file"], by=request.user)
        return redirect(address(found, str(stored.pk)))
    for error in form.errors.get("file", []):
        messages.error(request, str(error))
    return redirect("source", found.code)


def is_key(sent: str) -> bool:
    """Return whether what was sent may be a key of the database."""
    return sent.isascii() and sent.isdecimal() and len(sent) <= 18


def address(source: Source, sample: str | None, page: str = "source") -> str:
    """Return the address of a page of a source, beside the same sample."""
    query = f"?mau={sample}" if sample and sample.isdecimal() else ""
    return reverse(page, args=[source.code]) + query


def sample_of(request: HttpRequest, source: Source) -> tuple[Sample | None, str]:
    """Return the sample that was chosen, if any, or a sentence on why it cannot be read.

    Raises Http404 if there is no such file.
    """
    chosen = request.GET.get("mau", "")
    if not chosen:
        return None, ""
    if not is_key(chosen):
        raise Http404("Không có tệp mẫu này.")
    stored = get_object_or_404(StoredFile, pk=int(chosen))
    kind, about = AccessRecord.Kind.READ, str(stored)
    record_reading(request, kind=kind, page=_("Tệp mẫu của nguồn"), about=about)
    try:
        return read_sample(stored, source), ""
    except UnreadableTable as error:
        return None, str(error)
    except FileNotFoundError:
        return None, "Tệp mẫu không còn trong kho của cổng; hãy nộp lại."


def _opened(request: HttpRequest, code: str) -> Source:
    """Return the source of an address, or that for which a form was opened, whatever its code."""
    key = request.POST.get("nguon", "")
    sent = Source.objects.filter(pk=int(key)).first() if is_key(key) else None
    return sent or get_object_or_404(Source, code=code)


def _shown(request: HttpRequest, source: Source, form: SourceForm) -> dict[str, Any]:
    """Return what the page of a source shows beside its form."""
    sample, refusal = sample_of(request, source)
    headers = guessed_headers(source, sample)
    words = unknown_words(source, sample, headers)
    meanings = source.words
    if form.is_bound:
        headers = {column.name: form.data.get(f"cot-{column.name}", "") for column in OUR_COLUMNS}
        words, meanings = _posted_words(form, source)
    return {
        "source": source,
        "sample": sample,
        "refusal": refusal,
        "query": f"?mau={request.GET['mau']}" if request.GET.get("mau") else "",
        "columns": [
            _column(column, headers.get(column.name, ""), sample) for column in OUR_COLUMNS
        ],
        "words": [_words(column, words[column], meanings.get(column, {})) for column in words],
        "units": unknown_units(source, sample, headers) if sample else [],
    }


def _posted_words(
    form: SourceForm, source: Source
) -> tuple[dict[str, list[str]], dict[str, dict[str, str]]]:
    """Return the words and meanings that were sent, to be shown again, and those kept meanwhile."""
    words = {column: form.listed(f"tu-{column}") for column in WORD_COLUMNS}
    meant = {
        column: dict(zip(words[column], form.listed(f"nghia-{column}"), strict=False))
        for column in WORD_COLUMNS
    }
    for column, kept in source.words.items():
        others = {word: meaning for word, meaning in kept.items() if word not in words[column]}
        words[column] += others
        meant[column] |= others
    return words, meant


def _column(column: Any, chosen: str, sample: Sample | None) -> dict[str, Any]:
    """Return one of our columns, the header chosen for it, and what may be chosen."""
    headers = list(sample.headers) if sample else []
    if chosen and sample and chosen not in headers:
        headers.insert(0, chosen)
    options = [(header, sample.shown(header) if sample else "") for header in headers]
    cells = sample.shown(chosen) if sample else ""
    return {"column": column, "chosen": chosen, "options": options, "cells": cells}


def _words(column: str, words: list[str], meanings: dict[str, str]) -> dict[str, Any]:
    """Return the words of a column that are none of ours, each with what it means so far."""
    header = next(ours.header for ours in OUR_COLUMNS if ours.name == column)
    return {
        "name": column,
        "header": header,
        "labels": list(map(str, WORD_COLUMNS[column].labels)),
        "words": [(word, meanings.get(word, "")) for word in words],
    }

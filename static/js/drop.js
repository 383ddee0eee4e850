/* Files dropped on a place marked data-drop go into its control for files; a place marked with
   "page" takes what falls beside the others. Where the control is still to be fetched, opening the
   place's details does it. Files that no place takes open nothing: what was typed stays. Without
   this the control takes those that are dropped on it. */
"use strict";

(() => {
  let over = null;
  let waiting = null;

  const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");

  const placeOf = (event) =>
    event.target.closest("[data-drop]") ?? document.querySelector('[data-drop="page"]');

  const mark = (place) => {
    if (over === place) return;
    over?.classList.remove("is-dropping");
    over = place;
    over?.classList.add("is-dropping");
  };

  const open = (element) => {
    for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) {
      at.open = true;
    }
  };

  const taken = (files, control) => {
    if (control.multiple || files.length < 2) return files;
    const first = new DataTransfer();
    first.items.add(files[0]);
    return first.files;
  };

  const put = (files, place) => {
    const control = place.querySelector("input[type=file]");
    waiting = control ? null : { files, place };
    open(control ?? place.querySelector("[data-drop-fetches]"));
    if (!control) return;
    control.files = taken(files, control);
    control.focus();
  };

  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const place = placeOf(event);
    if (!place) event.dataTransfer.dropEffect = "none";
    mark(place);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(null);
  });
  document.addEventListener("drop", (event) => {
    mark(null);
    if (!hasFiles(event)) return;
    event.preventDefault();
    const place = placeOf(event);
    if (place) put(event.dataTransfer.files, place);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!waiting?.place.contains(event.target)) return;
    if (waiting.place.querySelector("input[type=file]")) put(waiting.files, waiting.place);
    waiting = null;
  });
})();

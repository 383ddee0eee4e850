/* Files dropped anywhere on the page go into its form for files; without this the control takes
   those that are dropped on it. */
"use strict";

(() => {
  const form = document.querySelector("form[data-drop]");
  const control = form && form.querySelector("input[type=file]");
  if (!control) return;

  const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");
  const mark = (isOver) => document.body.classList.toggle("is-dropping", isOver);

  const taken = (files) => {
    if (control.multiple || files.length < 2) return files;
    const first = new DataTransfer();
    first.items.add(files[0]);
    return first.files;
  };

  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    control.files = taken(event.dataTransfer.files);
    const details = form.closest("details");
    if (details) details.open = true;
    control.focus();
  });
})();

/* Files dropped anywhere on the page go into its form for files; without this the control takes
   those that are dropped on it. */
"use strict";

(() => {
  const form = document.querySelector("form[data-drop]");
  const control = form && form.querySelector("input[type=file]");
  if (!control) return;

  const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");
  const mark = (isOver) => document.body.classList.toggle("is-dropping", isOver);

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
    control.files = event.dataTransfer.files;
    const details = form.closest("details");
    if (details) details.open = true;
    control.focus();
  });
})();

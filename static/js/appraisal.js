/* Keys of the appraiser: each control says its own in data-keys. Keys of one letter work wherever
   no letters are typed, and can be turned off; the choice is kept in this browser. */
"use strict";

(() => {
  const KEPT = "cchc-single-keys";
  const controls = [...document.querySelectorAll("[data-keys]")];
  const choice = document.querySelector("[data-single-keys]");

  if (choice) {
    choice.checked = localStorage.getItem(KEPT) !== "off";
    choice.addEventListener("change", () => {
      localStorage.setItem(KEPT, choice.checked ? "on" : "off");
    });
  }

  const pressed = (event) =>
    (event.ctrlKey ? "Control+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const isTyping = (target) =>
    target.closest("textarea, select, input:not([type=radio], [type=checkbox], .mark-field *)") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.isComposing) return;
    const key = pressed(event);
    const isSingle = key.length === 1;
    if (isSingle && (isTyping(event.target) || !choice || !choice.checked)) return;
    const control = controls.find((each) => each.dataset.keys.split(" ").includes(key));
    if (!control) return;
    event.preventDefault();
    control.click();
  });

  const first = document.querySelector("[data-appraisal] .mark-field input, [data-appraisal] .form-check-input");
  const hasKeys = matchMedia("(pointer: fine)").matches;
  if (first && hasKeys && !document.querySelector("[role=alert]")) first.focus({ preventScroll: true });
})();

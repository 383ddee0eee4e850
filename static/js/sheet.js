// A leaf is sent once for what stands in it; what did not reach the portal is said to be unsaved.
"use strict";

(() => {
  const formOf = (element) => element?.closest?.(".claim-form");

  const lose = (form, isLost) => {
    form.querySelector(".claim-lost").hidden = !isLost;
    form.classList.toggle("is-lost", isLost);
    if (isLost) delete form.dataset.sent;
  };

  const standing = (form) => {
    const fields = new FormData(form);
    fields.delete("phien_ban");
    return new URLSearchParams(fields).toString();
  };

  // Leaving a field sends nothing that was sent while typing: a choice between two values stays.
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.target;
    if (!form.matches(".claim-form")) return;
    const isLeft = event.detail.triggeringEvent?.type === "change";
    if (isLeft && form.dataset.sent === standing(form)) event.preventDefault();
    form.dataset.sent = standing(form);
  });

  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const form = formOf(event.target);
      if (form) lose(form, true);
    });
  }

  // What does not say that it answers a leaf does not: the sign-in page, after a session ended.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = formOf(event.detail.requestConfig.elt);
    if (!form || event.detail.xhr.status >= 400) return;
    const isAnswer = event.detail.xhr.getResponseHeader("Leaf-Answered") === "yes";
    if (!isAnswer) event.detail.shouldSwap = false;
    lose(form, !isAnswer);
  });

  // On a phone the areas are a line to be pushed sideways; the current one stays in sight.
  const showArea = () => {
    const tab = document.querySelector(".area-tabs [aria-current]");
    const line = tab?.closest("ul");
    if (line) line.scrollLeft = tab.offsetLeft - line.offsetLeft;
  };

  document.addEventListener("htmx:oobAfterSwap", showArea);
  showArea();

  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector(".claim-form.is-lost")) event.preventDefault();
  });
})();

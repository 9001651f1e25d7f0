// What the pages do beyond plain HTML: theme, questions in a dialog, toasts, the last filters.
// Every one of these works without this file, only with a page load more.
"use strict";

// --- Theme: the same form without JavaScript; here the page need not load again ---
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  const body = new FormData(form);
  body.set(event.submitter.name, theme);
  fetch(form.action, { method: "POST", body, redirect: "manual" }).then(() => {
    document.documentElement.dataset.bsTheme = theme;
    event.submitter.value = theme === "dark" ? "light" : "dark";
  }, () => form.submit());
});

// --- Questions: a link with data-ask shows the block of its page in a dialog ---
const dialog = document.querySelector("[data-ask-dialog]");
let asker = null;

async function ask(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const block = answer.ok && !answer.redirected && page.querySelector("[data-ask-block]");
  if (!block) { location.assign(link.href); return; }
  asker = link;
  dialog.replaceChildren(document.importNode(block, true));
  if (window.htmx) htmx.process(dialog);
  dialog.showModal();
}

if (dialog && dialog.showModal) {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-ask]");
    if (link) {
      event.preventDefault();
      ask(link).catch(() => location.assign(link.href));
    } else if (event.target.closest("[data-ask-dialog] [data-ask-close]")) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => { if (asker) asker.focus(); });
}

// --- Toasts: six seconds, longer while read or focused ---
function fade(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) fade(toast);
    else toast.remove();
  }, 6000);
}
const fadeAll = (root) => root.querySelectorAll("[data-toast]").forEach(fade);
fadeAll(document);
document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) fadeAll(event.detail.elt); });

// --- Filters: a list opened without filters offers the ones used last ---
const filters = document.querySelector("[data-filters]");
if (filters) {
  const key = `filters:${location.pathname}`;
  try {
    if (document.querySelector("[data-chips]")) {
      sessionStorage.setItem(key, location.search);
    } else if (sessionStorage.getItem(key)) {
      const again = filters.querySelector("[data-last-filters]");
      again.href = sessionStorage.getItem(key);
      again.hidden = false;
    }
  } catch { /* storage is switched off: nothing is remembered */ }
}

// --- htmx: focus goes to the first thing wrong; a silent server is told beside the button ---
document.addEventListener("htmx:afterSwap", (event) => {
  event.target.querySelector?.(".error-summary, [role=alert][tabindex]")?.focus();
});
function tell(event) {
  const place = event.detail.elt.closest("form, section, main") || document.querySelector("main");
  place.querySelector("[data-told]")?.remove();
  const note = document.querySelector("[data-network-error]").content.firstElementChild.cloneNode(true);
  note.dataset.told = "";
  place.prepend(note);
}
document.addEventListener("htmx:responseError", tell);
document.addEventListener("htmx:sendError", tell);
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.elt.closest("form, section, main")?.querySelector(":scope > [data-told]")?.remove();
});

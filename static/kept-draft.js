// What was typed when the session ended comes back after signing in again, in this tab only.
// A sent form is remembered until the next page opens: if that is the sign-in page, until the page
// after it.  Passwords, files and what lies in data-no-draft, form or part of one, are never
// remembered.
"use strict";

{
  const KEY = "kept-draft";
  const OLDEST_MS = 60 * 60 * 1000;
  const MOST_CHARACTERS = 200000;
  const signInPath = document.body.dataset.signIn;

  const typedFields = (form) => Array.from(form.elements).filter((field) =>
    field.name && !field.closest("[data-no-draft]") && !["hidden", "password", "file", "submit", "button"].includes(field.type));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.closest("[data-no-draft]") || !form.closest("main, dialog")) return;
    const fields = typedFields(form).map((field) =>
      [field.name, field.type, field.value, field.checked === true]);
    const draft = JSON.stringify({ page: location.pathname, at: Date.now(), action: form.getAttribute("action") || "", fields });
    if (fields.some(([, , value]) => value) && draft.length < MOST_CHARACTERS) sessionStorage.setItem(KEY, draft);
  }, true);

  function fill(form, fields) {
    const left = fields.slice();
    for (const field of typedFields(form)) {
      const isTicked = field.type === "radio" || field.type === "checkbox";
      const at = left.findIndex(([name, type, value]) =>
        name === field.name && type === field.type && (!isTicked || value === field.value));
      if (at < 0) continue;
      const [[, , value, checked]] = left.splice(at, 1);
      if (isTicked) field.checked = checked; else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function restore(draft) {
    const form = Array.from(document.querySelectorAll("main form")).find((each) =>
      each.method === "post" && (each.getAttribute("action") || "") === draft.action);
    const words = document.querySelector("template[data-kept-draft]");
    if (!form || !words) return;
    fill(form, draft.fields);
    form.before(words.content.cloneNode(true));
    form.previousElementSibling.focus();
  }

  const kept = sessionStorage.getItem(KEY);
  if (kept && location.pathname.indexOf(signInPath) !== 0) {
    sessionStorage.removeItem(KEY);
    const draft = JSON.parse(kept);
    const cameFrom = document.referrer ? new URL(document.referrer) : null;
    const hasSignedIn = cameFrom && cameFrom.origin === location.origin && cameFrom.pathname.indexOf(signInPath) === 0;
    if (hasSignedIn && draft.page === location.pathname && Date.now() - draft.at < OLDEST_MS) restore(draft);
  }
}

// The form of a flash report on the phone: words are kept on this device until they are sent, a
// double tap sends once, and without a signal nothing is lost.  Without this file the form is sent
// as it is; the portal stores a report once in any case.  Photos are not kept: they stay in the
// phone's own album.
"use strict";

const form = document.querySelector("[data-flash-form]");

if (form) {
  const key = `flash-draft:${form.dataset.flashForm}`;
  const state = form.querySelector("[data-state]");
  const offline = form.querySelector("[data-offline]");
  const button = form.querySelector("[type=submit]");
  const names = ["place", "kind", "text", "client_uuid"];
  const pad = (number) => String(number).padStart(2, "0");
  const clock = (at) => `${pad(at.getHours())}:${pad(at.getMinutes())} ${pad(at.getDate())}/${pad(at.getMonth() + 1)}`;

  const stored = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const values = () => {
    const data = new FormData(form);
    return Object.fromEntries(names.map((name) => [name, data.get(name) || ""]));
  };

  function keep() {
    const draft = values();
    if (!draft.text) return;
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), ...draft }));
      state.textContent = `${state.dataset.kept} ${clock(new Date())}`;
    } catch { /* storage is full or off: the form still works */ }
  }
  function take(draft) {
    form.elements.text.value = draft.text;
    form.elements.client_uuid.value = draft.client_uuid;
    for (const name of ["place", "kind"]) if (draft[name]) form.elements[name].value = draft[name];
  }

  const draft = stored();
  const isRefused = form.querySelector(".error-summary");
  if (draft?.text && !isRefused && !form.elements.text.value) {
    take(draft);
    state.textContent = `${state.dataset.back} ${clock(new Date(draft.at))}`;
  }
  form.addEventListener("change", keep);
  setInterval(() => { if (form.matches(":focus-within")) keep(); }, 5000);
  window.addEventListener("online", () => { offline.hidden = true; });

  let isSending = false;
  form.addEventListener("submit", (event) => {
    keep();
    offline.hidden = navigator.onLine;
    if (!navigator.onLine || isSending) {
      event.preventDefault();
      if (!navigator.onLine) offline.scrollIntoView({ block: "nearest" });
      return;
    }
    isSending = true;
    state.textContent = state.dataset.sending;
    button.setAttribute("aria-disabled", "true");
  });
  // Coming back with the browser's button shows the page as it was left: it may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isSending = false;
    button.removeAttribute("aria-disabled");
  });
}

// The page of a report that was received: its draft is no longer needed.
const received = document.querySelector("[data-flash-received]");
if (received) {
  const draftKey = `flash-draft:${received.dataset.flashFor}`;
  try {
    const draft = JSON.parse(localStorage.getItem(draftKey));
    if (draft?.client_uuid === received.dataset.flashReceived) localStorage.removeItem(draftKey);
  } catch { /* no storage, no draft */ }
}

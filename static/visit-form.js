// The form of a visit on the phone: a draft is kept on this device, a double tap sends once.
// Without this file the form is sent as it is; the server stores a record once in any case.
"use strict";

const form = document.querySelector("[data-visit-form]");
const PREFIX = "visit-draft:";

function stored(key, storage = localStorage) {
  try { return JSON.parse(storage.getItem(key)); } catch { return null; }
}

// Today's page names the records that the portal has: their drafts are no longer needed.
const received = document.querySelector("[data-received]");
if (received) {
  const known = received.dataset.received.split(" ");
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    if (known.includes(stored(key)?.client_uuid)) localStorage.removeItem(key);
  }
}

if (form) {
  const key = PREFIX + form.dataset.visitForm;
  const saved = form.querySelector("[data-draft-saved]");
  const found = document.querySelector("[data-draft-found]");
  const texts = ["guidance", "heard", "note"];
  const pad = (number) => String(number).padStart(2, "0");
  const clock = (at) => `${pad(at.getHours())}:${pad(at.getMinutes())}`;

  const values = () => {
    const data = new FormData(form);
    const draft = { at: Date.now(), chips: data.getAll("chips") };
    for (const name of ["client_uuid", "cell", "attended_on", ...texts]) draft[name] = data.get(name) || "";
    return draft;
  };
  const hasWords = (draft) => draft && (draft.chips.length || texts.some((name) => draft[name]));

  function keep() {
    const draft = values();
    if (!hasWords(draft)) return;
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      saved.textContent = `${saved.dataset.words} ${clock(new Date())}`;
    } catch { /* storage is full or off: the form still works */ }
  }
  function take(draft) {
    for (const name of ["client_uuid", "attended_on", ...texts]) form.elements[name].value = draft[name];
    for (const chip of form.querySelectorAll("[name=chips]")) chip.checked = draft.chips.includes(chip.value);
    const cells = form.elements.cell;
    if (cells) cells.value = draft.cell;
    found.hidden = true;
  }

  const draft = stored(key);
  const refused = form.querySelector(".error-summary");
  if (hasWords(draft) && !refused) {
    const at = new Date(draft.at);
    found.querySelector("[data-draft-when]").textContent = `${clock(at)}, ${pad(at.getDate())}/${pad(at.getMonth() + 1)}/${at.getFullYear()}`;
    found.hidden = false;
    found.querySelector("[data-draft-take]").addEventListener("click", () => take(draft));
    found.querySelector("[data-draft-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      found.hidden = true;
    });
  }
  setInterval(() => { if (form.matches(":focus-within")) keep(); }, 5000);
  form.addEventListener("change", keep);

  // Another cell has another meeting day; a day that the person typed stays.
  const days = JSON.parse(form.dataset.days);
  const day = form.elements.attended_on;
  let filled = refused ? "" : day.value;
  form.addEventListener("change", (event) => {
    const other = event.target.name === "cell" && days[event.target.value];
    if (other && [filled, ""].includes(day.value.trim())) day.value = filled = other;
  });

  let isSending = false;
  const offline = form.querySelector("[data-offline]");
  window.addEventListener("online", () => { offline.hidden = true; });
  form.addEventListener("submit", (event) => {
    if (isSending) { event.preventDefault(); return; }
    keep();
    offline.hidden = navigator.onLine;
    if (!navigator.onLine) { event.preventDefault(); offline.scrollIntoView({ block: "nearest" }); return; }
    isSending = true;
    try { sessionStorage.setItem(key, JSON.stringify(values())); } catch { /* see keep() */ }
    saved.textContent = saved.dataset.sending;
    form.querySelector("[type=submit]").setAttribute("aria-disabled", "true");
  });
  // Coming back with the browser's button shows the page as it was left: it may be sent again.
  // A page asked for anew would bring back the words but not the day and the mark of the record.
  window.addEventListener("pageshow", (event) => {
    const [arrival] = performance.getEntriesByType("navigation");
    const sent = !event.persisted && arrival?.type === "back_forward" && stored(key, sessionStorage);
    if (sent && !refused) take(sent);
    if (!event.persisted) return;
    isSending = false;
    form.querySelector("[type=submit]").removeAttribute("aria-disabled");
  });
}

// A rating sheet with the keyboard: a digit chooses, Enter takes over or saves and goes on, rows
// save themselves.  Without this file the sheet is one form with a button.
"use strict";

const sheet = document.querySelector("[data-rating-sheet]");
const RATING_RETRY_AFTER = 5000; // ms after the network failed

if (sheet) {
  const words = (name) => sheet.dataset[`words${name}`];
  const told = document.querySelector("[data-sheet-state]");
  const form = document.getElementById("bang");
  const LETTERS = { x: "4", t: "3", h: "2", k: "1" }; // xuất sắc, tốt, hoàn thành, không hoàn thành
  const saving = new Set(); // row keys under way
  let isReplacing = false;
  let line = Promise.resolve(); // rows are sent one after another, so that the last counts are the newest

  const rows = () => [...sheet.querySelectorAll("tbody[data-row]")];
  const rowOf = (key) => sheet.querySelector(`tbody[data-row="${key}"]`);
  const levelOf = (row) => row.querySelector("[data-rate]");
  const reasonOf = (row) => row.querySelector("[data-reason] input");
  const clock = () => new Date().toTimeString().slice(0, 5);
  const go = (field) => { if (field) field.focus(); };

  form?.classList.add("is-live");

  // --- What a row says ---
  const isChanged = (row) => levelOf(row).value !== "" && levelOf(row).value !== row.dataset.stored;
  function needsReason(row) {
    const chosen = levelOf(row).selectedOptions[0];
    if (!isChanged(row)) return false;
    const { before, stored } = row.dataset;
    const differs = stored !== "" || (before !== "" && before !== chosen.value);
    return differs || Number(chosen.dataset.rank) > Number(row.dataset.highest);
  }
  function showReason(row) {
    if (levelOf(row)) row.querySelector("[data-reason]").hidden = !needsReason(row);
  }
  function note(row, text) { row.querySelector("[data-row-state]").textContent = text; }
  function say() {
    const refused = sheet.querySelectorAll("[data-conflict], [data-refused]").length;
    if (saving.size) told.textContent = `${words("Waiting")} ${saving.size}`;
    else told.textContent = refused ? `${words("Refused")} ${refused}` : `${words("Saved")} ${clock()}`;
  }

  // --- Saving, row by row ---
  function sent(row) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const number = form.querySelector("[name=so-quyet-dinh]");
    if (number) data.append(number.name, number.value);
    row.querySelectorAll("[name]").forEach((field) => data.append(field.name, field.value));
    return data;
  }
  function save(key) {
    const row = rowOf(key);
    if (saving.has(key)) return;
    saving.add(key);
    note(row, words("Saving"));
    say();
    line = line.then(() => send(key));
  }
  async function send(key) {
    const row = rowOf(key);
    const body = sent(row);
    try {
      const answer = await fetch(`${location.pathname}${key}/`, { method: "POST", body, headers: { "HX-Request": "true" } });
      saving.delete(key);
      if (answer.redirected) { // to the sign-in page: the session is over
        row.setAttribute("data-refused", "");
        note(row, words("Signedout"));
      } else if ([200, 409, 422].includes(answer.status)) {
        replace(rowOf(key), await answer.text(), body);
      } else {
        throw new Error(String(answer.status));
      }
    } catch {
      saving.delete(key);
      note(row, words("Failed"));
      setTimeout(() => { if (isChanged(rowOf(key))) save(key); }, RATING_RETRY_AFTER);
    }
    say();
  }

  // Put the row as stored in place of the old one; focus stays, and so does what was typed since.
  function replace(row, html, body) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = document.importNode(page.querySelector("tbody"), true);
    const since = [...row.querySelectorAll("select, [data-reason] input")].filter((field) => field.value !== body.get(field.name));
    const name = row.contains(document.activeElement) ? document.activeElement.name : "";
    isReplacing = true; // taking away the field in focus counts as leaving the row
    row.replaceWith(fresh);
    isReplacing = false;
    since.forEach((field) => { const again = fresh.querySelector(`[name="${field.name}"]`); if (again) again.value = field.value; });
    showReason(fresh);
    if (name) go(fresh.querySelector(`[name="${name}"]`) || fresh.querySelector("a"));
    page.querySelectorAll("[data-live]").forEach((part) => {
      const here = document.querySelector(`[data-live="${part.dataset.live}"]`);
      if (here && here.textContent !== part.textContent) here.replaceChildren(...document.importNode(part, true).childNodes);
    });
  }

  // --- Keyboard ---
  function choose(row, rank) {
    const option = [...levelOf(row).options].find((each) => each.dataset.rank === rank);
    if (!option) return;
    levelOf(row).value = option.value;
    showReason(row);
    note(row, needsReason(row) ? words("Reason") : "");
  }
  function next(row, step) {
    const all = rows().filter(levelOf);
    const target = all[all.indexOf(row) + step];
    if (target) go(levelOf(target));
    else if (step > 0) go(form.querySelector("[data-accept]"));
  }
  function enter(row, field) {
    if (field === levelOf(row) && field.value === "" && row.dataset.before) {
      field.value = row.dataset.before;
      showReason(row);
    }
    if (!isChanged(row)) { next(row, 1); return; }
    if (needsReason(row) && !reasonOf(row).value.trim()) {
      note(row, words("Reason"));
      go(reasonOf(row));
      return;
    }
    save(row.dataset.row);
    if (row.dataset.step !== "self") next(row, 1);
  }
  sheet.addEventListener("keydown", (event) => {
    const field = event.target;
    const row = field.closest("tbody[data-row]");
    if (!row || !field.matches("[data-rate], [data-reason] input") || event.ctrlKey || event.altKey || event.metaKey) return;
    const rank = LETTERS[event.key.toLowerCase()] || event.key;
    if (event.key === "Enter") {
      event.preventDefault();
      enter(row, field);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      next(row, event.key === "ArrowDown" ? 1 : -1);
    } else if (field.matches("[data-rate]") && ["1", "2", "3", "4"].includes(rank)) {
      event.preventDefault();
      choose(row, rank);
    }
  });

  // --- Mouse, and leaving a row ---
  sheet.addEventListener("change", (event) => {
    if (event.target.matches("[data-rate]")) showReason(event.target.closest("tbody"));
  });
  sheet.addEventListener("focusout", (event) => {
    const row = event.target.closest("tbody[data-row]");
    if (isReplacing || !row || row.contains(event.relatedTarget) || !levelOf(row)) return;
    if (row.hasAttribute("data-conflict") || row.hasAttribute("data-refused")) return;
    if (isChanged(row) && (!needsReason(row) || reasonOf(row).value.trim())) save(row.dataset.row);
  });
  document.addEventListener("click", (event) => {
    const mine = event.target.closest("[data-take-mine]");
    if (!mine) return;
    event.preventDefault();
    const row = mine.closest("tbody");
    go(levelOf(row)); // the button goes with the conflict
    save(row.dataset.row);
  });

  rows().forEach(showReason);
}

// The quarter grid with the keyboard: a letter marks and moves on, rows save themselves.
// Without this file each row is a plain form with its own button.
"use strict";

const grid = document.querySelector("[data-entry-grid]");
const SAVE_AFTER = 700; // ms of quiet in a row
const RETRY_AFTER = 5000; // ms after the network failed

if (grid) {
  const words = (name) => grid.dataset[`words${name}`];
  const told = document.querySelector("[data-grid-state]");
  const past = []; // batches of {pk, col, value}: what stood there before
  const timers = new Map(); // row key -> timer of its next save
  const saving = new Set(); // row keys under way

  grid.classList.add("is-live");

  const rows = () => [...grid.querySelectorAll("tbody[data-row]")];
  const rowOf = (pk) => grid.querySelector(`tbody[data-row="${pk}"]`);
  const boxes = (row) => [...row.querySelectorAll(".mark-in")];
  const open = () => [...grid.querySelectorAll(".mark-in:not([readonly])")];
  const colOf = (box) => Number(box.name.slice(1)); // m0, m1, m2
  const keyOf = (box) => box.closest("tbody").dataset.row;
  const go = (box) => { if (box) { box.focus(); box.select(); } };
  const clock = () => new Date().toTimeString().slice(0, 5);

  // --- Writing marks ---
  // What to write so that the same visit comes back: the day, where a day is known.
  const kept = (box) => (box.value.toUpperCase() === "D" && box.dataset.stored === "D" && box.dataset.day) || box.value;

  function write(box, value, batch) {
    if (box.readOnly || box.value === value) return;
    batch.push({ pk: keyOf(box), col: colOf(box), value: kept(box) });
    show(box, value);
    box.dataset.before = value;
    later(keyOf(box));
  }
  function show(box, value) {
    box.value = value;
    box.closest("td").dataset.mark = value;
  }
  function writeOne(box, value) {
    const batch = [];
    write(box, value, batch);
    if (batch.length) past.push(batch);
  }
  function undo() {
    const batch = past.pop();
    if (!batch) return;
    for (const { pk, col, value } of batch) {
      const box = boxes(rowOf(pk))[col];
      show(box, value);
      box.dataset.before = value;
      later(pk);
    }
    go(boxes(rowOf(batch[0].pk))[batch[0].col]);
  }

  // --- Saving, row by row ---
  function later(pk, wait = SAVE_AFTER) {
    clearTimeout(timers.get(pk));
    timers.set(pk, setTimeout(() => save(pk), wait));
    say();
  }
  function say() {
    const waiting = new Set([...timers.keys(), ...saving]).size;
    const refused = grid.querySelectorAll("[data-conflict], [data-refused]").length;
    if (waiting) told.textContent = `${words("Waiting")} ${waiting}`;
    else told.textContent = refused ? `${words("Refused")} ${refused}` : `${words("Saved")} ${clock()}`;
  }
  function note(row, text) { row.querySelector("[data-row-state]").textContent = text; }

  async function save(pk, { mine = false } = {}) {
    const row = rowOf(pk);
    if (row.hasAttribute("data-conflict") && !mine) { forget(pk); return; }
    if (saving.has(pk)) { later(pk); return; }
    clearTimeout(timers.get(pk));
    timers.delete(pk);
    saving.add(pk);
    note(row, words("Saving"));
    const sent = boxes(row).map((box) => box.value);
    const form = row.querySelector("form");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
      if (answer.redirected) { // to the sign-in page: the session is over, trying again is useless
        saving.delete(pk);
        row.setAttribute("data-refused", "");
        note(row, words("Signedout"));
        say();
        return;
      }
      if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
      replace(row, await answer.text(), sent);
      saving.delete(pk);
      say();
    } catch {
      saving.delete(pk);
      note(row, words("Failed"));
      later(pk, RETRY_AFTER);
    }
  }
  function forget(pk) {
    clearTimeout(timers.get(pk));
    timers.delete(pk);
    say();
  }

  // Put the row as stored in place of the old one; focus and what was typed meanwhile stay.
  function replace(row, html, sent) {
    const page = new DOMParser().parseFromString(`<table>${html}</table>`, "text/html");
    const fresh = document.importNode(page.querySelector("tbody"), true);
    const old = boxes(row);
    const typed = old.map((box, col) => (box.value === sent[col] ? null : box.value));
    const focused = old.indexOf(document.activeElement);
    row.replaceWith(fresh);
    boxes(fresh).forEach((box, col) => { if (typed[col] !== null) show(box, typed[col]); });
    if (typed.some((value) => value !== null)) later(fresh.dataset.row);
    if (focused >= 0) go(boxes(fresh)[focused]);
  }

  // --- Keyboard ---
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function move(box, [down, right]) {
    const all = rows();
    const at = all.indexOf(box.closest("tbody"));
    const target = all[at + down];
    go(target && boxes(target)[colOf(box) + right]);
  }
  function next(box) {
    const all = open();
    go(all[all.indexOf(box) + 1]);
  }
  grid.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.matches(".mark-in")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      undo();
    } else if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    } else if (MOVES[event.key]) {
      event.preventDefault();
      settle(box);
      move(box, MOVES[event.key]);
    } else if (event.key === "Delete" || (event.key === "Backspace" && !/^\d/.test(box.value))) {
      event.preventDefault();
      writeOne(box, "");
    }
  });
  // Letters come by `input`, not by key, so that Telex and VNI keyboards work too.
  grid.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches(".mark-in")) return;
    const typed = box.value.trim().toUpperCase().replace(/[ĐX]/, "D");
    const letter = typed.slice(-1);
    const before = box.dataset.before ?? box.dataset.stored;
    if (/^[DVKM]$/.test(letter)) {
      show(box, before);
      writeOne(box, letter);
      next(box);
    } else {
      show(box, box.value);
    }
  });
  // A number is finished by leaving the box: 1 may become 12.
  function settle(box) {
    const before = box.dataset.before ?? box.dataset.stored;
    if (box.readOnly || box.value === before) return;
    const value = box.value.trim();
    show(box, before);
    writeOne(box, value);
  }
  grid.addEventListener("focusin", (event) => {
    if (!event.target.matches(".mark-in")) return;
    event.target.dataset.before = event.target.value;
    event.target.select();
  });
  grid.addEventListener("focusout", (event) => { if (event.target.matches(".mark-in")) settle(event.target); });

  // --- Paste of a block, from the focused box right and down ---
  grid.addEventListener("paste", (event) => {
    const box = event.target;
    if (!box.matches(".mark-in")) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "");
    const lines = text.split("\n").map((line) => line.split("\t"));
    const all = rows();
    const first = all.indexOf(box.closest("tbody"));
    const batch = [];
    lines.forEach((values, down) => {
      const row = all[first + down];
      if (!row) return;
      values.forEach((value, right) => {
        const target = boxes(row)[colOf(box) + right];
        const mark = value.trim().toUpperCase().replace(/^[ĐX]$/, "D").slice(0, 5);
        if (target) write(target, mark, batch);
      });
    });
    if (batch.length) past.push(batch);
    const cut = first + lines.length - all.length;
    if (cut > 0) told.textContent = `${words("Cut")} ${cut}`;
    go(box);
  });

  // --- Somebody was faster: theirs beside what was typed ---
  grid.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-mine], [data-take-stored], [data-save]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("tbody");
    if (button.matches("[data-take-stored]")) {
      boxes(row).forEach((box) => show(box, box.dataset.stored));
      row.removeAttribute("data-conflict");
      row.querySelector(".row-note").remove();
      note(row, "");
      go(boxes(row).find((box) => !box.readOnly));
    } else {
      save(row.dataset.row, { mine: true });
    }
  });
  grid.addEventListener("submit", (event) => {
    event.preventDefault();
    save(event.target.closest("tbody").dataset.row, { mine: true });
  });
  window.addEventListener("beforeunload", (event) => { if (timers.size || saving.size) event.preventDefault(); });
}

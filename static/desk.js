// The desk with the keyboard: j k between rows, x ticks, a letter presses what carries it.
// Without this file everything is a link, a box or a button.
"use strict";

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
const rowNow = () => document.activeElement.closest?.("[data-row]");

function go(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(rowNow());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)] || all[0];
  next.querySelector("a").focus();
  next.scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = rowNow()?.querySelector("input[type=checkbox]");
  if (box) box.checked = !box.checked;
}

const moves = { j: () => go(1), k: () => go(-1), x: tick };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const field = document.querySelector("[data-filters] input[type=text]");
    if (field) { event.preventDefault(); field.focus(); }
    return;
  }
  const pressed = moves[event.key] ? null : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!moves[event.key] && !pressed) return;
  event.preventDefault();
  if (pressed && pressed.name === "act" && !document.querySelector("[data-row] :checked")) tick();
  if (pressed) pressed.click();
  else moves[event.key]();
});

document.querySelectorAll("[data-keys]").forEach((line) => { line.hidden = false; });

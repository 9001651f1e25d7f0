// The running total and grade of the score of a meeting.  Without this file the form is sent as it
// is, and the page that follows says the total.
"use strict";

const sheet = document.querySelector("[data-meeting-score]");
if (sheet) {
  const grades = sheet.dataset.grades.split("|").map((text) => {
    const at = text.indexOf(":");
    return { least: Number(text.slice(0, at)), name: text.slice(at + 1) };
  });
  const find = (name) => sheet.querySelector(`[data-score-${name}]`);

  function pointsOf(line) {
    const box = line.querySelector("input:checked, input[type=text]");
    return box && box.value.trim() !== "" && Number.isInteger(Number(box.value)) ? Number(box.value) : null;
  }
  function count() {
    let sum = 0, left = 0, gate = false;
    for (const line of sheet.querySelectorAll("[data-score-line]")) {
      const points = pointsOf(line);
      if (points === null) left += 1;
      else sum += points;
      const full = line.dataset.mustBeFull;
      if (full !== undefined && points !== Number(full)) gate = true;
    }
    let place = grades.findIndex((grade) => sum >= grade.least);
    if (place < 0) place = grades.length - 1;
    if (place === 0 && gate && grades.length > 1) place = 1;
    find("sum").textContent = sum;
    find("grade").textContent = left ? "" : grades[place].name;
    find("left").textContent = left ? `${left} ${find("left").dataset.words}` : "";
  }
  find("total").hidden = false;
  sheet.addEventListener("input", count);
  window.addEventListener("pageshow", count);
  count();
}

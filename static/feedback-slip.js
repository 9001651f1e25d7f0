// Buttons of the slip that need a script: print, copy the code.
"use strict";

{
  const tools = document.querySelector("[data-slip-tools]");
  const copy = tools.querySelector("[data-copy]");
  tools.hidden = false;
  tools.querySelector("[data-print]").addEventListener("click", () => window.print());
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector("[data-code]").textContent);
    copy.querySelector("span").textContent = copy.dataset.done;
  });
}

// While an open form is filled in, a worker of ALTCHA does its sum; the result is sent along.
// Without this file, or without a secure address, the form is sent as it is.
"use strict";

{
  const LONGEST_WAIT_MS = 15000;

  function prove(proof) {
    const form = proof.form;
    const challenge = JSON.parse(proof.dataset.challenge);
    let isDone = false;
    let isStarted = false;
    let isWaiting = false;
    let sender = null;

    function finish(solution) {
      if (isDone) return;
      isDone = true;
      if (solution?.derivedKey) proof.value = btoa(JSON.stringify({ challenge, solution }));
      if (isWaiting) form.requestSubmit(sender);
    }
    function start() {
      if (isStarted) return;
      isStarted = true;
      const worker = new Worker(proof.dataset.worker);
      worker.onmessage = (event) => { finish(event.data); worker.terminate(); };
      worker.onerror = () => finish(null);
      worker.postMessage({ type: "work", challenge, timeout: 90000 });
    }

    form.addEventListener("focusin", start, { once: true });
    form.addEventListener("pointerdown", start, { once: true });
    form.addEventListener("submit", (event) => {
      if (isDone) return;
      event.preventDefault();
      if (isWaiting) return;
      isWaiting = true;
      sender = event.submitter;
      sender?.setAttribute("aria-disabled", "true");
      start();
      setTimeout(() => finish(null), LONGEST_WAIT_MS);
    });
    // The page that comes back with the browser's button may be sent again.
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      isWaiting = false;
      sender?.removeAttribute("aria-disabled");
    });
  }

  if (window.isSecureContext && window.Worker) {
    document.querySelectorAll("input[data-challenge]").forEach(prove);
  }
}

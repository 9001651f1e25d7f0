// The QR of a slip opens this page with the code after #, which no server is ever sent.
// It is typed into the field, taken out of the address, and looked up.
"use strict";

{
  const form = document.querySelector("[data-code-form]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (form && /^[0-9A-Za-z -]{18,40}$/.test(code)) {
    history.replaceState(null, "", location.pathname);
    form.elements.code.value = code;
    form.requestSubmit();
  }
}

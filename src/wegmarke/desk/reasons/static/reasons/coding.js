// Digits choose, Enter keeps, L puts off, Z takes the last one back. Without this script the boxes and buttons do the same.
(() => {
  "use strict";

  const form = document.querySelector("#coding-form");
  const missing = document.querySelector("[data-missing]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const on = event.target instanceof Element ? event.target : null;
    if (on?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const box = document.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
    if (box) {
      event.preventDefault();
      box.checked = !box.checked;
      return;
    }
    // A button or link that has the focus answers to Enter itself.
    if (event.key === "Enter" && on?.closest("a, button, summary")) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  document.addEventListener("submit", (event) => {
    if (event.target === form && !form.querySelector(":checked")) {
      event.preventDefault();
      missing.hidden = false;
      return;
    }
    // A second press before the answer is there would speak of a text that nobody has seen.
    for (const button of document.querySelectorAll("[data-key]")) setTimeout(() => (button.disabled = true));
  });
})();

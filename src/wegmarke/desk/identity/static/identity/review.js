// One key decides: S, D, L, and Z takes the last one back. Without this script the buttons do the same.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  // A second press before the answer is there would decide about a pair that nobody has seen.
  document.addEventListener("submit", () => {
    for (const button of document.querySelectorAll("[data-key]")) setTimeout(() => (button.disabled = true));
  });
})();

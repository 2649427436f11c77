// Hides the rows of a table that do not hold what is written into the field above it. Without this script all are shown.
(() => {
  "use strict";
  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-filter]");
    if (!field) return;
    const wanted = field.value.trim().toLowerCase();
    for (const row of document.querySelectorAll(`${field.dataset.filter} tbody tr`)) {
      row.hidden = !row.querySelector("th").textContent.toLowerCase().includes(wanted);
    }
  });
  document.addEventListener("keydown", (event) => {
    // Enter in the field looks for something; it does not save the settings.
    if (event.key === "Enter" && event.target.closest("[data-filter]")) event.preventDefault();
  });
})();

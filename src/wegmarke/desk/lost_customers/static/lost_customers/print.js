// The button that prints the files, one a sheet.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
})();

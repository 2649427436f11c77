// What pages of Understand share: saving a picture, and closing one panel of the filter bar when another opens.
(() => {
  "use strict";
  window.wegmarkeSave = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const panels = () => document.querySelectorAll(".filter-more");
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(".filter-more") || !event.target.open) return;
    for (const panel of panels()) if (panel !== event.target) panel.open = false;
  }, true);
  document.addEventListener("click", (event) => {
    for (const panel of panels()) if (panel.open && !panel.contains(event.target)) panel.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const panel of panels()) {
      if (panel.open && panel.contains(document.activeElement)) {
        panel.open = false;
        panel.querySelector("summary").focus();
      }
    }
  });
})();

// What pages of Understand share: keeping a chart drawn, saving a picture, and closing one panel of the filter bar when another opens.
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

  // Draws a chart, again when the colours change; it follows the size of its box and can be saved as a picture.
  window.wegmarkeKeepDrawn = (box, draw, name = box.id) => {
    let chart = draw();
    new ResizeObserver(() => chart.resize()).observe(box);
    document.addEventListener("wegmarke:theme", () => { chart = draw(); });
    const save = document.querySelector(`[data-save="${box.id}"]`);
    if (save) save.addEventListener("click", () => {
      // Not as a data: address: the policy lets scripts fetch from the desk alone.
      const surface = getComputedStyle(document.documentElement).getPropertyValue("--desk-surface").trim();
      const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: surface });
      canvas.toBlob((blob) => window.wegmarkeSave(blob, `wegmarke-${name}.png`));
    });
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

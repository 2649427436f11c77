// Stages can be dragged into another order; the buttons on each stage do the same.
(() => {
  "use strict";
  const list = document.getElementById("stages");
  if (!list) return;
  let dragged = null;
  for (const stage of list.children) stage.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".stage");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest(".stage");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const after = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
    list.insertBefore(dragged, after ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged = null;
    const stages = [...list.children].map((stage) => stage.dataset.stage).join(" > ");
    const form = document.getElementById("builder");
    if (form.elements.stages.value === stages) return;
    form.elements.stages.value = stages;
    form.elements.add.value = "";
    form.requestSubmit();
  });
})();

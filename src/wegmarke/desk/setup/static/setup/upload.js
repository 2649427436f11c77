// Sends the files of a form as soon as they are chosen or dropped, and shows how far it is. Without this script the form
// works with its button.
(() => {
  "use strict";

  const size = (bytes) => {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    let value = bytes;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit += 1;
    }
    const format = { style: "unit", unit: units[unit], unitDisplay: "short", maximumFractionDigits: unit ? 1 : 0 };
    return new Intl.NumberFormat(document.documentElement.lang, format).format(value);
  };
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const begin = (form) => {
    const input = form.querySelector("input[type=file]");
    const words = form.querySelector("[data-words]").dataset;
    const box = form.querySelector(".upload-progress");
    const bar = box.querySelector("progress");
    const said = box.querySelector("[data-said]");
    const error = form.querySelector(".upload-error");
    let request = null;

    const fail = (message) => {
      request = null;
      box.hidden = true;
      input.hidden = false;
      input.value = "";
      error.querySelector("[data-error]").textContent = message;
      error.hidden = false;
    };

    const send = () => {
      const total = [...input.files].reduce((sum, file) => sum + file.size, 0);
      if (!input.files.length || request) return;
      error.hidden = true;
      if (total > Number(form.dataset.limit)) {
        fail(filled(words.tooLarge, { limit: size(Number(form.dataset.limit)) }));
        return;
      }
      box.hidden = false;
      input.hidden = true;
      request = new XMLHttpRequest();
      request.open("POST", form.action || location.href);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      request.upload.addEventListener("progress", (event) => {
        const percent = event.total ? Math.floor((100 * event.loaded) / event.total) : 0;
        bar.value = percent;
        said.textContent = filled(words.progress, { done: size(event.loaded), total: size(event.total), percent });
      });
      request.upload.addEventListener("load", () => {
        said.textContent = words.looking;
      });
      request.addEventListener("error", () => fail(words.broken));
      request.addEventListener("load", () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          answer = {};
        }
        if (answer.next) location.assign(answer.next);
        else fail(answer.message || words.refused);
      });
      request.send(new FormData(form));
    };

    form.classList.add("is-ready");
    input.addEventListener("change", send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    box.querySelector("[data-cancel]").addEventListener("click", () => {
      if (request) request.abort();
      request = null;
      box.hidden = true;
      input.hidden = false;
      input.value = "";
    });
    for (const name of ["dragover", "dragleave", "drop"]) {
      form.addEventListener(name, (event) => {
        event.preventDefault();
        form.classList.toggle("is-over", name === "dragover");
        if (name !== "drop" || request) return;
        input.files = event.dataTransfer.files;
        send();
      });
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-upload]")) begin(form);
  });
})();

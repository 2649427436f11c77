// A customer's history by keyboard: arrows move from contact to contact, Enter opens the source row; a point of the
// picture leads to its contact. Without this script everything is still there to scroll and to click.
(() => {
  "use strict";

  const contacts = () => [...document.querySelectorAll("[data-contact]")];

  const goTo = (contact) => {
    if (!contact) return;
    for (const other of contacts()) other.tabIndex = -1;
    contact.tabIndex = 0;
    contact.focus({ preventScroll: true });
    contact.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const keys = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  document.addEventListener("keydown", (event) => {
    const here = event.target instanceof Element ? event.target.closest("[data-contact]") : null;
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = contacts();
    const place = all.indexOf(here);
    if (event.key in keys) goTo(all[place + keys[event.key]]);
    else if (event.key === "Home") goTo(all[0]);
    else if (event.key === "End") goTo(all[all.length - 1]);
    else if (event.key === "Enter" && event.target === here) here.querySelector(".entry-row").click();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const point = event.target instanceof Element ? event.target.closest("[data-to]") : null;
    if (point) goTo(document.getElementById(point.dataset.to));
  });

  // An address with #contact-12 leads there for the keyboard too.
  const named = () => {
    const contact = location.hash.startsWith("#contact-") ? document.getElementById(location.hash.slice(1)) : null;
    if (contact) goTo(contact);
  };
  window.addEventListener("hashchange", named);
  const first = contacts()[0];
  if (first) first.tabIndex = 0;
  named();
})();

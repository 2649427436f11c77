// What all pages share: theme switch, drawer, messages, and sending a form by itself. Without this script every link and
// form still works, only as a page of its own.
(() => {
  "use strict";

  // --- theme ---------------------------------------------------------------------------------------------------------
  const markTheme = () => {
    const chosen = document.documentElement.dataset.theme || "auto";
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === chosen));
      button.classList.toggle("active", button.dataset.setTheme === chosen);
    }
  };

  // --- groups of pages -----------------------------------------------------------------------------------------------
  // The browser opens and closes them; here only: a click elsewhere and Escape close the one that is open.
  const openGroup = () => document.querySelector(".desk-group[open]");
  document.addEventListener("click", (event) => {
    const group = openGroup();
    if (group && !group.contains(event.target)) group.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const group = event.key === "Escape" ? openGroup() : null;
    if (!group) return;
    group.open = false;
    if (group.contains(document.activeElement)) group.querySelector("summary").focus();
  });

  // --- drawer --------------------------------------------------------------------------------------------------------
  // A link with data-drawer opens in the drawer from the right. The address of the page then carries ?drawer=<path>, so
  // what is open can be sent to somebody, reloaded, and closed with the back button.
  const isOwnPath = (path) => {
    if (!path || !path.startsWith("/")) return false;
    const target = new URL(path, location.origin);
    return target.origin === location.origin;
  };
  const drawer = () => document.getElementById("drawer");
  const drawerPath = () => new URL(location.href).searchParams.get("drawer");

  const withDrawer = (path) => {
    const address = new URL(location.href);
    if (path) address.searchParams.set("drawer", path);
    else address.searchParams.delete("drawer");
    return address;
  };

  let opener = null;
  const showDrawer = (path) => {
    const element = drawer();
    if (!element || !isOwnPath(path)) return;
    const body = document.getElementById("drawer-body");
    body.setAttribute("aria-busy", "true");
    window.htmx.ajax("GET", path, { target: "#drawer-body", swap: "innerHTML" }).then(() => {
      body.removeAttribute("aria-busy");
      const heading = body.querySelector("h1, h2");
      if (heading) {
        element.setAttribute("aria-label", heading.textContent.trim());
        document.getElementById("drawer-title").textContent = heading.textContent.trim();
      }
    });
    document.getElementById("drawer-page").href = path;
    window.tabler.Offcanvas.getOrCreateInstance(element).show();
  };
  const hideDrawer = () => {
    const element = drawer();
    if (element) window.tabler.Offcanvas.getOrCreateInstance(element).hide();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const target = new URL(link.href);
    if (target.origin !== location.origin) return;
    event.preventDefault();
    const path = target.pathname + target.search;
    if (!link.closest("#drawer")) opener = link;
    history.pushState({ drawer: path }, "", withDrawer(path));
    showDrawer(path);
  });
  window.addEventListener("popstate", () => {
    const path = drawerPath();
    if (path) showDrawer(path);
    else hideDrawer();
  });

  // --- messages ------------------------------------------------------------------------------------------------------
  const MESSAGE_SECONDS = 8;
  const dismiss = (toast) => toast.remove();

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const closing = target.closest("[data-dismiss]");
    if (closing) dismiss(closing.closest(closing.dataset.dismiss));
    const theme = target.closest("[data-set-theme]");
    if (theme) {
      window.wegmarkeTheme(theme.dataset.setTheme);
      markTheme();
    }
    const copying = target.closest("[data-copy]");
    if (copying) {
      const text = document.querySelector(copying.dataset.copy).textContent.trim();
      navigator.clipboard.writeText(text).then(() => {
        copying.querySelector("[data-copy-label]").textContent = copying.dataset.copied;
      });
    }
  });

  // --- search --------------------------------------------------------------------------------------------------------
  // A slash leads to the field, unless one is writing; where there is no room for the field, to its page.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const fields = ["search-text", "desk-search"].map((name) => document.getElementById(name));
    const field = fields.find((one) => one && one.offsetParent !== null);
    const link = document.querySelector(".desk-search-link");
    if (writing || !(field || link)) return;
    event.preventDefault();
    if (field) field.select();
    if (field) field.focus();
    else link.click();
  });

  document.addEventListener("DOMContentLoaded", () => {
    markTheme();
    const here = document.querySelector(".desk-pages [aria-current]");
    // The row is scrolled by itself: scrollIntoView would let the first Tab begin there, in some browsers, and not at the
    // link that skips to the content.
    const row = here?.closest("ul");
    if (row) row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - here.offsetWidth) / 2;
    const element = drawer();
    if (element) {
      element.addEventListener("hidden.bs.offcanvas", () => {
        document.getElementById("drawer-body").replaceChildren();
        if (drawerPath()) history.pushState({}, "", withDrawer(null));
        if (opener) opener.focus();
        opener = null;
      });
      const path = drawerPath();
      if (path) showDrawer(path);
    }
    for (const toast of document.querySelectorAll(".desk-toast[data-passes]")) {
      setTimeout(() => dismiss(toast), MESSAGE_SECONDS * 1000);
    }
    // A one-time link sends its form by itself, as a person would by pressing the button.
    const form = document.querySelector("form[data-send-now]");
    if (form) form.requestSubmit();
  });
})();

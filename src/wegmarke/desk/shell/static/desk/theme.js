// Runs before anything is drawn, so that a dark screen never flashes light: the choice stands in a cookie, "auto" asks
// the system and follows it.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = root.dataset.theme || "auto";
    root.dataset.bsTheme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    document.dispatchEvent(new CustomEvent("wegmarke:theme"));
  };
  dark.addEventListener("change", apply);
  window.wegmarkeTheme = (chosen) => {
    root.dataset.theme = chosen;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `wegmarke_theme=${chosen}; path=/; max-age=31536000; samesite=lax${secure}`;
    apply();
  };
  apply();
})();

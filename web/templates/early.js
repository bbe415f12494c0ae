// Runs before the first paint: the theme the reader chose (web/src/theme.ts keeps it) must not flash in late. And
// it notes which language is being read, for the next visit to the site's front door.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("openhood-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (root.dataset.lang) localStorage.setItem("openhood-language", root.dataset.lang);
  } catch {
    // Storage is a favor: without it the page follows the system.
  }
})();

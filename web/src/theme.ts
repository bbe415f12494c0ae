// Light, dark, or as the system says. The choice stands in `data-theme` on the root, where the style sheet reads
// it; a page remembers it where storage is allowed, an embed never does.

export type Theme = "light" | "dark" | "auto";

const KEY = "openhood-theme";

export function applyTheme(page: Document, theme: Theme): void {
  if (theme === "auto") delete page.documentElement.dataset["theme"];
  else page.documentElement.dataset["theme"] = theme;
}

export const isTheme = (value: unknown): value is Theme =>
  value === "light" || value === "dark" || value === "auto";

/** Storage is a favor: private windows and sandboxed frames throw. */
export function rememberedTheme(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return isTheme(value) ? value : "auto";
  } catch {
    return "auto";
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The page works without a memory.
  }
}

/** The page's theme button: it shows the other theme from whatever is shown now. */
export function watchThemeButton(page: Document): void {
  const remembered = rememberedTheme();
  if (remembered !== "auto") applyTheme(page, remembered);
  page.getElementById("theme")?.addEventListener("click", () => {
    const chosen = page.documentElement.dataset["theme"];
    const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const next = dark ? "light" : "dark";
    applyTheme(page, next);
    remember(next);
  });
}

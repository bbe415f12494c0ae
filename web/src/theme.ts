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

/** Each press shows the other theme; after both it is again as the system says. */
export function themeAfter(theme: Theme, system: "light" | "dark"): Theme {
  const other = system === "dark" ? "light" : "dark";
  return theme === "auto" ? other : theme === other ? system : "auto";
}

/** The page's theme button. What is chosen is the button's name, in words that the page has for it. */
export function watchThemeButton(page: Document): void {
  const button = page.getElementById("theme");
  let theme = rememberedTheme();
  const apply = (): void => {
    applyTheme(page, theme);
    const name = button?.dataset[theme] ?? "";
    button?.setAttribute("aria-label", name);
    button?.setAttribute("title", name);
  };
  apply();
  button?.addEventListener("click", () => {
    theme = themeAfter(theme, matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    apply();
    remember(theme);
  });
}

// The picture of a figure as a file that needs nothing else: its drawings in one SVG, colors written out, type from the
// reader's own fonts. Both themes are in it; a program that knows no themes shows the light one. And the same as pixels.

export type Theme = "light" | "dark";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 16;
/** Pixels per unit of the picture. */
const SCALE = 2;

export interface PictureText {
  readonly title: string;
  readonly description: string;
}

/** Colors by name, as the style sheet has them in one theme. */
type Palette = Readonly<Record<string, string>>;

const COLOR = /^var\(--([\w-]+)\)$/;
const PAINTS = ["fill", "stroke"] as const;

/** What a drawing consists of: no icons of buttons, nothing that is not shown. */
function drawings(plot: Element): SVGSVGElement[] {
  const all = [...plot.querySelectorAll("svg")];
  return all.filter((one) => !one.closest("button, a") && one.getBoundingClientRect().width > 0);
}

/** The theme that the page shows. */
export function shownTheme(page: Document): Theme {
  const chosen = page.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Reads the colors of both themes from the style sheet: beside the body, where nobody's forced colors reach. */
function palettes(page: Document, names: readonly string[]): Record<Theme, Palette> {
  const probe = page.createElement("i");
  probe.style.setProperty("forced-color-adjust", "none");
  page.documentElement.append(probe);
  const read = (theme: Theme): Palette => {
    probe.style.colorScheme = theme;
    return Object.fromEntries(
      names.map((name) => {
        probe.style.color = `var(--${name})`;
        return [name, getComputedStyle(probe).color];
      }),
    );
  };
  const both = { light: read("light"), dark: read("dark") };
  probe.remove();
  return both;
}

/** One SVG of everything in the plot. Without a theme it follows the one of whoever looks at it. */
export function pictureFile(plot: Element, words: PictureText, theme: Theme | null): string {
  const page = plot.ownerDocument;
  const parts = drawings(plot);
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left)) - MARGIN;
  const top = Math.min(...boxes.map((box) => box.top)) - MARGIN;
  const width = Math.ceil(Math.max(...boxes.map((box) => box.right)) + MARGIN - left);
  const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) + MARGIN - top);

  const file = page.createElementNS(SVG, "svg");
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [name, value] of Object.entries(size)) file.setAttribute(name, String(value));
  file.setAttribute("role", "img");
  file.setAttribute("font-family", fontOf(page, "--ui"));
  const text = (name: string, content: string): void => {
    file.append(Object.assign(page.createElementNS(SVG, name), { textContent: content }));
  };
  text("title", words.title);
  text("desc", words.description);
  const style = page.createElementNS(SVG, "style");
  const ground = page.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ width, height, fill: "var(--ground)" }))
    ground.setAttribute(name, String(value));
  file.append(style, ground);
  for (const [index, part] of parts.entries()) {
    const copy = part.cloneNode(true) as SVGSVGElement;
    const { width: w, height: h, x, y } = boxes[index] as DOMRect;
    for (const name of ["role", "class", "aria-label", "aria-hidden", "style"]) copy.removeAttribute(name);
    const place = { x: x - left, y: y - top, width: w, height: h, overflow: "visible" };
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    file.append(copy);
  }
  style.textContent = `${typeRules(page)}${paint(file, theme)}`;
  withoutComments(file);
  return `${new XMLSerializer().serializeToString(file)}\n`;
}

const fontOf = (page: Document, name: string): string =>
  getComputedStyle(page.documentElement).getPropertyValue(name).trim();

const typeRules = (page: Document): string =>
  `.digits{font-variant-numeric:tabular-nums}.formula{font-family:${fontOf(page, "--body-en")};font-style:italic}`;

/** Writes colors out where the drawing names them, and returns the rules that exchange them in the dark. */
function paint(file: SVGSVGElement, theme: Theme | null): string {
  const painted = PAINTS.flatMap((attribute) =>
    [...file.querySelectorAll(`[${attribute}]`)].flatMap((mark) => {
      const name = COLOR.exec(mark.getAttribute(attribute) ?? "")?.[1];
      return name === undefined ? [] : [{ mark, attribute, name }];
    }),
  );
  const names = [...new Set(painted.map(({ name }) => name))];
  const colors = palettes(file.ownerDocument, names);
  const dark = new Set<string>();
  for (const { mark, attribute, name } of painted) {
    mark.setAttribute(attribute, colors[theme ?? "light"][name] ?? "currentColor");
    if (theme !== null) continue;
    const kind = `${attribute[0]}-${name}`;
    mark.classList.add(kind);
    dark.add(`.${kind}{${attribute}:${colors.dark[name]}}`);
  }
  return dark.size === 0 ? "" : `@media (prefers-color-scheme:dark){${[...dark].join("")}}`;
}

/** The page's templates leave marks behind that nobody else needs. */
function withoutComments(file: Element): void {
  const page = file.ownerDocument;
  const walker = page.createTreeWalker(file, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_TEXT);
  const useless: ChildNode[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.nodeType === Node.COMMENT_NODE || node.textContent?.trim() === "") useless.push(node as ChildNode);
  for (const node of useless) node.remove();
}

/** The picture as pixels, in one theme. */
export async function pictureOfPixels(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no pixels"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

// /embed.js: a script for other people's pages. It defines <open-hood figure="...">, which shows a lazy iframe on
// /embed/; attributes are the figure's parameters. Nothing of the figure runs in the host page itself.

import { OpenHood } from "./embed/open-hood.ts";
import { folderOf, folderOfModule } from "./embed/origin.ts";

/** Of several versions on a page the first one serves all its elements. */
function define(root: URL | null): void {
  if (customElements.get("open-hood")) return;
  OpenHood.root = root;
  customElements.define("open-hood", OpenHood);
}

// Only a classic script is pointed at while it runs, and it defines the element before the next one does.
if (document.currentScript) define(folderOf(document.currentScript));
else void folderOfModule().then(define);

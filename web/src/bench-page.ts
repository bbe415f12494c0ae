// Entry of the bench page. Nothing is measured, and no module loaded, until somebody asks.

import { OpenHoodBench } from "./bench/bench.ts";
import { keepPlaceInLanguageLinks } from "./place.ts";
import { watchThemeButton } from "./theme.ts";

watchThemeButton(document);
keepPlaceInLanguageLinks(document);
await globalThis.openhoodIsolation;
customElements.define("open-hood-bench", OpenHoodBench);

// The site's front door: on to the language read last, else to the first of the browser's languages that there is,
// else to English. Without scripts the page offers both.

import { chosenLanguage } from "./language.ts";

let last: string | null = null;
try {
  last = localStorage.getItem("openhood-language");
} catch {
  // Storage is a favor.
}
location.replace(`${chosenLanguage(last, navigator.languages)}/${location.search}${location.hash}`);

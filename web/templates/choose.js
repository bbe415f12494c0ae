// The site's front door: on to the language read last, else to the first of the browser's languages that there is,
// else to English. Without scripts the page offers both.
(() => {
  const isKnown = (language) => language === "zh" || language === "en";
  let last = null;
  try {
    last = localStorage.getItem("openhood-language");
  } catch {
    // Storage is a favor.
  }
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isKnown);
  const language = isKnown(last) ? last : preferred ?? "en";
  location.replace(`${language}/${location.search}${location.hash}`);
})();

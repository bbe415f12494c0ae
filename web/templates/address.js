// Snippets are written with a made-up address; this puts the address of this very site in its place, so that a
// copied snippet works.
(() => {
  const root = new URL("../", document.currentScript.src);
  for (const code of document.querySelectorAll("code.language-html")) {
    const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      texts.currentNode.data = texts.currentNode.data.replaceAll("https://openhood.example/", root.href);
    }
  }
})();

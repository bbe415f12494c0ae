// /embed-root.js: a module that knows nothing but the folder it lies in. /embed.js asks it when it runs as a module
// itself: it cannot say `import.meta`, being a classic script for most pages, but an import beside it leads here.

export const root = new URL(".", import.meta.url).href;

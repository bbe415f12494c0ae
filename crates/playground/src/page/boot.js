// What a worker runs, behind the module's glue, whose names it uses. Nothing is awaited at the top: a message that
// arrives while a module worker still awaits something is lost, and the page posts the module without waiting.
{
  const tell = (kind, text) => self.postMessage({ kind, text });

  // A rejected promise reaches nobody's onerror by itself, so both kinds of accident are forwarded.
  self.onerror = (message) => tell("fault", String(message));
  self.onunhandledrejection = ({ reason }) => tell("fault", String(reason?.message ?? reason));

  // The sign of life: a lock that the worker holds for as long as it exists, under a name that nobody guesses. The page
  // asks for the same lock and gets it when the worker is gone. Without locks (no secure context, no storage) there is
  // none, and where they do not answer the worker is ready without.
  const lives = new Promise((known) => {
    const hold = async () => {
      const name = `openhood-${crypto.randomUUID()}`;
      await navigator.locks.request(name, () => {
        tell("life", name);
        known();
        return new Promise(() => {});
      });
    };
    hold().catch(known);
    setTimeout(known, 1000);
  });

  self.onmessage = ({ data }) => {
    initSync({ module: data });
    enlist();
    self.onmessage = ({ data }) => serve(data);
    lives.then(() => tell("ready"));
  };
}

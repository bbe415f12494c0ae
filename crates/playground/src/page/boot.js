{
  const tell = (kind, text) => self.postMessage({ kind, text });
  self.onerror = (message) => {
    tell("fault", String(message));
    return true; // or the page around us would hear of it too
  };
  self.onunhandledrejection = ({ reason }) => tell("fault", String(reason?.message ?? reason));
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

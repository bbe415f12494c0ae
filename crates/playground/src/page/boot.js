// What a worker runs first. A message that arrives while a module worker still awaits something is lost, so the
// handler stands before anything is awaited, and "hello" says that it does.
//
// A rejected promise reaches nobody's onerror by itself, so both kinds of accident are forwarded.
const tell = (kind, text) => self.postMessage({ kind, text });
self.onerror = (message) => tell("fault", String(message));
self.onunhandledrejection = ({ reason }) => tell("fault", String(reason?.message ?? reason));
self.onmessage = async ({ data }) => {
  const glue = await import(data.glue);
  await glue.default({ module_or_path: data.module });
  glue.enlist();
  self.onmessage = ({ data }) => glue.serve(data);
  tell("ready");
};
tell("hello");

// Names the directive of the page's content security policy that keeps a module from loading. A browser says that to an
// event; the promise learns only that something failed.

/** The event comes a turn or two after the refusal; where none comes, something else was the matter. */
const PATIENCE_MS = 200;

/** As browsers report that WebAssembly may not be compiled; what is not loaded has its address there. */
const WASM = "wasm-eval";

/** Does the work, which loads these addresses. If it fails because of the page's policy, the error says what is missing there. */
export async function explained<T>(addresses: readonly string[], work: () => Promise<T>): Promise<T> {
  let tell: (violation: SecurityPolicyViolationEvent | null) => void;
  const told = new Promise<SecurityPolicyViolationEvent | null>((resolve) => (tell = resolve));
  const hear = (event: SecurityPolicyViolationEvent): void => {
    // A policy may also be on trial, and forbid nothing.
    if (event.disposition === "enforce" && [WASM, ...addresses].includes(event.blockedURI)) tell(event);
  };
  addEventListener("securitypolicyviolation", hear);
  try {
    return await work();
  } catch (error) {
    setTimeout(() => tell(null), PATIENCE_MS);
    const violation = await told;
    throw violation ? new Error(words(violation), { cause: error }) : error;
  } finally {
    removeEventListener("securitypolicyviolation", hear);
  }
}

function words({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent): string {
  const policy = "this page's content security policy";
  return blockedURI === WASM
    ? `${policy} forbids WebAssembly: its ${effectiveDirective} lacks 'wasm-unsafe-eval'`
    : `${policy} forbids ${blockedURI}: its ${effectiveDirective} lacks ${new URL(blockedURI).origin}`;
}

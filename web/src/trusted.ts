// Addresses of workers, for pages that demand trusted types (`require-trusted-types-for 'script'`): those refuse plain
// strings. A page may allow each name of a policy once, so all our scripts on a page share the first one's, and the module
// of ranks finds it under the same symbol.

interface Policy {
  createScriptURL(address: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy;
}

type Trusting = (address: string) => unknown;

const page = globalThis as { trustedTypes?: TrustedTypes; [name: symbol]: Trusting | undefined };

/** What the policy lets through: blobs, which only scripts of this origin can make, and the site's service worker. */
function checked(address: string): string {
  const { protocol, origin, pathname } = new URL(address);
  if (origin === self.origin && (protocol === "blob:" || pathname.endsWith("/service-worker.js"))) return address;
  throw new TypeError(`not an address of a worker of Openhood: ${address}`);
}

function policy(): Trusting {
  try {
    const made = page.trustedTypes?.createPolicy("openhood", { createScriptURL: checked });
    if (made) return (address) => made.createScriptURL(address);
  } catch {
    // The page allows other names only. Then the browser says what it refuses.
  }
  return (address) => address;
}

const trusting = (page[Symbol.for("openhood.trusted")] ??= policy());

/** The address as the browser accepts it for a worker. */
export const trusted = (address: string): string => trusting(address) as string;

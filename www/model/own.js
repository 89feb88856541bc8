// The address and credentials of the user's own server, kept over a reload: the address in this browser, the credentials in this tab alone. Files and links never contain them.
import { shelf } from "./progress.js";

/**
 * @param {{ storage?: Storage, session?: Storage, page: string }} parts
 * @returns {{ load: () => { base: string, credentials: import("./credentials.js").Credentials } | null, save: (own: { base: string, credentials: object }) => void, forget: () => void }}
 */
export function ownServer({ storage, session, page }) {
  const address = shelf(storage, page, "connector-playground-server");
  const secrets = shelf(session, page, "connector-playground-credentials");
  return {
    load() {
      const base = address.load();
      return base && { base, credentials: secretsOf(secrets.load(), base) };
    },
    save({ base, credentials }) {
      address.save(base);
      secrets.save(JSON.stringify({ base, credentials }));
    },
    forget() {
      address.forget();
      secrets.forget();
    },
  };
}

/** Credentials are sent to the server for which they were typed, and to no other. */
function secretsOf(text, base) {
  try {
    const kept = JSON.parse(text);
    return kept.base === base ? kept.credentials : {};
  } catch {
    return {};
  }
}

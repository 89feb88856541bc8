// The person's own server over a reload: its address in this browser, its credentials in this tab alone. No file or link carries them.
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

/** Credentials go to the server that they were typed for, and to no other. */
function secretsOf(text, base) {
  try {
    const kept = JSON.parse(text);
    return kept.base === base ? kept.credentials : {};
  } catch {
    return {};
  }
}

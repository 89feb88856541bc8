/**
 * Starts a Connector Playground for the pages below `base`: the same server as `playground start`, in this browser. A page has one below a base: a
 * second start with the same settings shares it, one with others is an error until `stop()`.
 */
export function startPlayground(options?: StartOptions): Promise<Playground>;

export interface StartOptions {
  /** Path or URL below which the API answers, of the page's own origin, with the page below it. Default: the page's folder. */
  base?: string | URL;
  /**
   * Settings of the server as the flags of `playground start` have them, with `_` for `-`. Seed and anchor are drawn where they are
   * not given, and kept for later loads. With other settings than the last time the server is replaced, unless another page uses it.
   */
  settings?: Settings;
  /**
   * Where `service-worker.js` lies, with `playground.js` and `playground.wasm` beside it: at `base` or above.
   * Default: `service-worker.js` below `base`.
   */
  workerUrl?: string | URL;
  /** How long the start may take, in milliseconds. Default: 20000. */
  timeout?: number;
  /**
   * Called when a new build has been installed beside the one that answers. It takes over when all pages are closed, or when `apply`
   * is called; the page should be reloaded then.
   */
  onUpdate?(apply: () => Promise<void>): void;
}

/** A number or a boolean counts as its text; null and undefined count as not given. An unknown key is an error that names the known ones. */
export interface Settings {
  /** Any text of up to 64 bytes: the same seed and anchor give the same data and credentials. */
  seed?: string | number | null;
  /** Moment that the data end at, as `YYYY-MM-DDTHH:MM:SSZ`. */
  anchor?: string | null;
  [key: string]: string | number | boolean | null | undefined;
}

export interface Playground {
  /**
   * `worker`: a service worker answers every `fetch` of the page below `baseUrl`. `direct`: there is none, and only this object's
   * `fetch` reaches the server, which lives in this page; `notice` says why.
   */
  readonly mode: "worker" | "direct";
  /** Why the mode is `direct`. */
  readonly notice?: string;
  /** Where the API is, without a slash at the end. */
  readonly baseUrl: string;
  /** Version of the server. */
  readonly version: string;
  /** The settings that make this very server again, as texts. */
  readonly settings: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Credentials>;
  /**
   * As the global one, without cookies; relative addresses count from `baseUrl`. The same in both modes. An upload that is a stream is collected
   * before it is sent. It rejects where the answer can't be read (status 0), and after `stop()`; a body that the browser cut off ends with an error.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Ends the server for all pages below `base` and unregisters the service worker; false where that was done before. */
  stop(): Promise<boolean>;
}

/** The credentials that `/auth/…` accepts. */
export interface Credentials {
  basic_user: string;
  basic_pass: string;
  bearer: string;
  api_key: string;
  session_user: string;
  session_pass: string;
}

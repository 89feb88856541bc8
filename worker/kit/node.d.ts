import type { Credentials, Settings } from "./index.js";

export type { Credentials, Settings };
export * from "./gauntlet.js";

/** Makes a Connector Playground inside this process, for tests: the same server as `playground start`, without a port. */
export function createPlayground(options?: CreateOptions): Promise<TestPlayground>;

export interface CreateOptions {
  /** Address below which it answers; it need not exist. Default: `http://playground.test`. */
  baseUrl?: string | URL;
  /** Settings as the flags of `playground start` have them, with `_` for `-`. Seed and anchor are drawn where they are not given. */
  settings?: Settings;
  /** Whether the global `fetch` is answered below `baseUrl` too, until `stop()`. Default: false. */
  patchFetch?: boolean;
}

export interface TestPlayground {
  /** Where the API is, without a slash at the end. */
  readonly baseUrl: string;
  /** Version of the server. */
  readonly version: string;
  /** The settings that make this very server again, as texts. */
  readonly settings: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Credentials>;
  /**
   * As the global one; relative addresses count from `baseUrl`, and others must lie below it. It rejects as soon as `signal` is aborted, also
   * while an upload is read, whose stream is cancelled then; and with the error of an upload that fails.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /**
   * Holds what landed in a destination against the truth: rows with at least `id` and `updatedAt`, or JSON, NDJSON or CSV as text or bytes.
   * Throws a TypeError for what are no rows, an Error where the checker cannot read them.
   */
  check(rows: Iterable<object> | AsyncIterable<object> | string | ArrayBufferView | ArrayBuffer | Blob, options?: CheckOptions): Promise<Report>;
  /** Gives the global `fetch` back, in whatever order patches end. */
  stop(): void;
}

export interface CheckOptions {
  /** Whose rows landed. Default: `people`. */
  stream?: "people" | "companies" | "departments" | "employees" | "step";
  /** Moment that the truth is taken at, as `YYYY-MM-DDTHH:MM:SSZ`. */
  asOf?: string;
}

/** The checker's report; the examples of a list are its first 20. */
export interface Report {
  readonly verdict: "complete" | "incomplete";
  /** How many rows there should be. */
  readonly truth: number;
  /** How many rows were read. */
  readonly landed: number;
  readonly missing: Listed;
  readonly duplicates: Listed;
  readonly stale: Listed;
  readonly unknown: Listed;
  readonly deleted_present: Listed;
  /** What is no row; `bytes` is how much of the file that is. */
  readonly unreadable: Listed & { readonly bytes: number };
  /** The likely cause, if the pattern is clear. */
  readonly hint: string | null;
  /** What else there is to say of what was read, as where it was of another type than declared. */
  readonly note: string | null;
}

export interface Listed {
  readonly count: number;
  readonly examples: readonly object[];
}

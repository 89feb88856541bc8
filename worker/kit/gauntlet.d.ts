import type { Credentials } from "./index.js";

/**
 * Runs a connector against everything that a real API does, kills it and lets it go on, and tells which rows it loses: `playground gauntlet` as
 * a function. The connector is a command, or a function of a module. It is ended, with all it started, when this process ends, or `signal` is
 * aborted.
 *
 * Throws a TypeError for what is neither a command nor a module, the reason of the signal, and an Error with the command's own words where
 * the gauntlet cannot run. A connector that fails is no error: `verdict` says so.
 */
export function runGauntlet(options: GauntletOptions & (GauntletCommand | GauntletFunction)): Promise<GauntletReport>;

export interface GauntletCommand {
  /** Program and arguments, with placeholders as `{base_url}`, `{landed}` and `{state}`. */
  command: readonly string[];
}

export interface GauntletFunction {
  /**
   * The module of the function: an address, as `new URL("./sync.js", import.meta.url)`, or a path from the working folder on. Each run is a process of
   * its own, since it is killed. A function with what it encloses cannot be handed to one; a module and a name can.
   */
  module: string | URL;
  /** The name by which it exports `(run: GauntletRun) => void | Promise<void>`. Default: `default`. */
  export?: string;
  /** Flags of Node for its process, as `["--import", "tsx"]` for TypeScript. */
  execArgv?: readonly string[];
}

/** The flags of `playground gauntlet`, and its settings: `seed` to `parentBumps`. */
export interface GauntletOptions {
  /** Names of the cases to run beside `plain`, or what stands before their slash. */
  only?: string | Iterable<string>;
  /** Names of the cases to leave out. */
  skip?: string | Iterable<string>;
  /** The same seed and anchor give the same data. */
  seed?: string | number;
  /** Moment that the data end at, as `YYYY-MM-DDTHH:MM:SSZ`. */
  anchor?: string;
  records?: number;
  ties?: number | boolean;
  locale?: "en" | "de" | "fr" | "it" | "pt" | "ja" | "zh" | "ar";
  moving?: boolean;
  clockSpeed?: number;
  churn?: number;
  deletes?: "both" | "soft" | "hard" | "none";
  lateSeconds?: number;
  pageSeconds?: number;
  timeFormat?: "z" | "offset" | "naive" | "millis" | "micros" | "nanos" | "epoch" | "epoch_ms";
  nulls?: "none" | "null" | "absent" | "empty";
  bigIds?: boolean;
  /** Changes, as `add@YYYY-MM-DDTHH:MM:SSZ`, with `+` between them. */
  drift?: string;
  csvSeparator?: "comma" | "semicolon" | "tab" | "pipe";
  csvLineEnd?: "lf" | "crlf";
  csvBom?: boolean;
  csvHeader?: boolean;
  parentBumps?: boolean;
  /** Whose rows a group is, where its keys do not tell, by the name of the group. */
  stream?: Readonly<Record<string, "people" | "companies" | "departments" | "employees" | "step">>;
  /** Rows are merged by their key: the default. */
  merge?: boolean;
  /** Rows are appended, so that one that lands twice is a fault. */
  append?: boolean;
  /** A command for the shell that prints what landed. */
  read?: string;
  /** The longest that a run of the connector may take, in seconds. Default: 60. */
  timeout?: number;
  /** Most requests of a case. Default: 5000. */
  maxRequests?: number;
  /** Cases that run side by side. Default: one for each processor. */
  jobs?: number;
  /** Kills the connector at each of its requests, rather than at some of them. */
  everyRequest?: boolean;
  /** Files to write reports to, by their format. */
  report?: Readonly<Partial<Record<"junit" | "json" | "md" | "html", string>>>;
  /** The working folder of the connector. Default: that of this process. */
  cwd?: string | URL;
  /** Ends the gauntlet, as `t.signal` of node:test does when the time of a test is over. */
  signal?: AbortSignal;
  /** The native command. Default: the variable PLAYGROUND_BINARY, the package that npm installed along, or `playground` on the path. */
  binary?: string | URL;
}

/** One run of a function that syncs. */
export interface GauntletRun {
  /** Where the API is, without a slash at the end. */
  readonly baseUrl: string;
  readonly credentials: Readonly<Credentials>;
  /** The name of the case. */
  readonly case: string;
  /** What the last checkpoint kept, of this run or one before it; undefined before the first. */
  readonly state: any;
  /** Lands rows, which are there once this returns; those of several streams by their names. */
  land(rows: Iterable<object>, stream?: string): void;
  /** Keeps a value that JSON has, from which the next run goes on: as a whole or not at all. */
  checkpoint(state: unknown): void;
}

/** The report as `playground gauntlet --json` prints it. As a text it tells the cases that failed. */
export interface GauntletReport {
  readonly verdict: "pass" | "fail";
  readonly cases: readonly GauntletCase[];
  /** Names of the cases that cannot touch the connector. */
  readonly skipped: readonly string[];
  readonly command: readonly string[];
  /** Flags that make the same data again. */
  readonly settings: readonly string[];
  /** Version of the command. */
  readonly version: string;
  /** The cases that the connector did not stand. */
  readonly failures: readonly GauntletCase[];
  toString(): string;
}

export interface GauntletCase {
  readonly name: string;
  readonly verdict:
    | "complete"
    | "expected"
    | "silent"
    | "lost"
    | "invented"
    | "stale"
    | "deleted"
    | "twice"
    | "endless"
    | "failed"
    | "hammered"
    | "leaked";
  readonly missing: number;
  readonly duplicates: number;
  readonly stale: number;
  readonly deleted: number;
  readonly invented: number;
  /** How many rows there should be. */
  readonly truth: number;
  /** The group of rows that the counts are of, where there are several. */
  readonly group: string | null;
  readonly requests: number;
  readonly seconds: number;
  /** The exit code of the last run; null where it did not end by itself. */
  readonly exit: number | null;
  /** What the API did. */
  readonly about: string;
  /** What it led to; empty where all is well. */
  readonly cause: string;
  /** Requests that show it, as lines for a shell. */
  readonly evidence: readonly string[];
  /** The last lines that a failing connector printed. */
  readonly output: readonly string[];
  readonly lesson: string | null;
  /** The line that runs this case alone. */
  readonly again: string;
}

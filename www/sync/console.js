// The console of the user's code in the worker. It is sent as text, like the rest of the worker's side.

/** Replaces the methods of the console; `print` gets each line. Returns the function that writes a value as text. */
export function printer(print) {
  function shown(value) {
    if (typeof value === "string") return value;
    if (value instanceof Error) return String(value);
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  }

  function table(values) {
    if (values === null || typeof values !== "object") return print(shown(values));
    const rows = Object.values(values).map((row) => (row !== null && typeof row === "object" ? row : { value: row }));
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [names, ...rows.map((row) => names.map((name) => (row[name] === undefined ? "" : shown(row[name]))))];
    const widths = names.map((_, n) => Math.min(40, Math.max(...lines.map((line) => line[n].length))));
    for (const line of lines)
      print(
        line
          .map((text, n) => text.padEnd(widths[n]))
          .join("  ")
          .trimEnd(),
      );
  }

  for (const name of ["log", "info", "warn", "error", "debug"]) {
    self.console[name] = (...values) => print(values.map(shown).join(" "));
  }
  self.console.table = table;
  return shown;
}

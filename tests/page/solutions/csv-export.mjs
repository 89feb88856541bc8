// What people write for the lesson on CSV.
const PATH = "/export/csv";
const machine = ({ newline = "!quoted", comma = "!quoted", quote = "", keys = "names" }) => `async function sync(api, land) {
  const [names, ...rows] = readCsv(await (await api("${PATH}")).text());
  await land(rows.map((row) => Object.fromEntries(${keys}.map((name) => [name, row[names.indexOf(name)]]))));
}
function readCsv(text) {
  const rows = [];
  let row = [], field = "", quoted = false;
  for (let n = 0; n < text.length; n++) {
    const sign = text[n];
    if (sign === '"') { ${quote} quoted = !quoted; }
    else if (sign === "," && ${comma}) { row.push(field); field = ""; }
    else if (sign === "\\n" && ${newline}) { rows.push([...row, field]); row = []; field = ""; }
    else field += sign;
  }
  return rows;
}`;
const regex = (fields, clean) => `async function sync(api, land) {
  let text = await (await api("${PATH}")).text();
  const rows = [[]];
  for (const [, field, end] of text.matchAll(${fields})) {
    rows.at(-1).push(${clean});
    if (end !== ",") rows.push([]);
  }
  const [names, ...values] = rows.slice(0, -1);
  for (const row of values.filter(({ length }) => length > 1)) await land([Object.fromEntries(names.map((name, n) => [name, row[n]]))]);
}`;
const FIELDS = '/("(?:[^"]|"")*"|[^",\\n]*)(,|\\n|$)/g';
const CLEAN = 'field.startsWith(\'"\') ? field.slice(1, -1).replaceAll(\'""\', \'"\') : field';
const naive = (fix) => `async function sync(api, land) {
  const lines = (await (await api("${PATH}")).text()).trim().split("\\n");
  const names = lines[0].split(",");
  ${fix}
}`;

export const right = {
  "reads sign by sign": machine({}),
  "knows doubled quotes": machine({ quote: "if (quoted && text[n + 1] === '\"') { field += '\"'; n++; continue; }" }),
  "matches fields": regex(FIELDS, CLEAN),
  "names the keys in another order": machine({ keys: "[...names].reverse()" }),
  "adds names of its own": machine({}).replace("row[names.indexOf(name)]])", 'row[names.indexOf(name)]]).concat([["_synced_at", new Date().toISOString()]])'),
  "joins lines while a quote is open": naive(`let open = "";
    for (const line of lines.slice(1)) {
      open = open ? open + "\\n" + line : line;
      if ((open.match(/"/g) ?? []).length % 2) continue;
      const values = open.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g).map((text) => text.replace(/,$/, "").replace(/^"|"$/g, ""));
      await land([Object.fromEntries(names.map((name, n) => [name, values[n]]))]);
      open = "";
    }`),
  "splits by quotes first": `async function sync(api, land) {
    const text = (await (await api("${PATH}")).text()).trimEnd();
    const hidden = text.split('"').map((part, n) => (n % 2 ? part.replaceAll("\\n", "\\u0001").replaceAll(",", "\\u0002") : part)).join("");
    const [names, ...rows] = hidden.split("\\n").map((line) => line.split(",").map((cell) => cell.replaceAll("\\u0001", "\\n").replaceAll("\\u0002", ",")));
    await land(rows.map((row) => Object.fromEntries(row.map((cell, n) => [names[n], cell]))));
  }`,
};

export const wrong = {
  "ends rows inside quotes": ["nothing-unknown", machine({ newline: "true" })],
  "ends fields inside quotes": ["whole", machine({ comma: "true" })],
  "splits at every line and comma": ["nothing-unknown", naive("await land(lines.slice(1).map((line) => Object.fromEntries(line.split(',').map((value, n) => [names[n], value]))));")],
  "splits, and leaves out what is no row": ["whole", naive(`const rows = lines.slice(1).filter((line) => line.includes("@"));
    await land(rows.map((line) => Object.fromEntries(line.split(",").map((value, n) => [names[n], value]))));`)],
  "keeps the quotes": ["whole", regex(FIELDS, "field")],
  "drops the line break": ["whole", machine({}).replace("else field += sign;", 'else if (sign !== "\\n") field += sign;')],
  "drops the address": ["whole", machine({ keys: 'names.filter((name) => name !== "address")' })],
  "renames the fields": ["whole", machine({}).replace("[name, row[", '[name === "address" ? "street" : name, row[')],
  "loses the last row": ["every-row", machine({}).replace("return rows;", "return rows.slice(0, -1);")],
  "fails at the line that is none": ["every-row", regex(FIELDS, CLEAN).replace(".filter(({ length }) => length > 1)", "")],
  "loses the first row": ["every-row", machine({}).replace("[names, ...rows]", "[names, , ...rows]")],
  "lands the names": ["nothing-unknown", machine({}).replace("await land(rows", "await land([names, ...rows]")],
  "reads the export as NDJSON": ["every-row", `async function sync(api, land) {
    await land((await (await api("/export/ndjson")).text()).trim().split("\\n").map((line) => JSON.parse(line)));
  }`],
  "reads both exports": ["every-row", `async function sync(api, land) {
    await api("${PATH}");
    await land((await (await api("/export/ndjson")).text()).trim().split("\\n").map((line) => JSON.parse(line)));
  }`],
  "reads the list": ["every-row", `async function sync(api, land) {
    let next = "/pagination/next_page_url?per_page=50";
    while (next) {
      const page = await (await api(next)).json();
      await land(page.data);
      next = page.next_page_url;
    }
  }`],
  "knows that there are 200": ["second", machine({}).replace("return rows;", "if (rows.length < 201) throw new Error('short'); return rows;")],
};

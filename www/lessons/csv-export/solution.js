async function sync(api, land, state) {
  const response = await api("/export/csv");
  const [names, ...rows] = readCsv(await response.text());
  const pairs = (row) => names.map((name, n) => [name, row[n]]);
  await land(rows.map((row) => Object.fromEntries(pairs(row))));
}

// Reads one character after the other, and knows whether it is inside quotes.
function readCsv(text) {
  const rows = [];
  let row = [];
  let field = "";
  let quoted = false;
  for (let n = 0; n < text.length; n++) {
    const char = text[n];
    if (char === '"' && quoted && text[n + 1] === '"') {
      field += text[n++];
    } else if (char === '"') {
      quoted = !quoted;
    } else if (char === "," && !quoted) {
      row.push(field);
      field = "";
    } else if (char === "\n" && !quoted) {
      rows.push([...row, field]);
      row = [];
      field = "";
    } else {
      field += char;
    }
  }
  return rows;
}

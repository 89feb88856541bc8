// What people write for the lesson on the last page that comes again.
const PATH = "/pagination/page_number";
const walk = ({ size = 25, stop = "data[0]?.id === before", keep = "before = data[0].id", land = "data" }) => `async function sync(api, land) {
  let before, seen = new Set(), pages = new Set();
  for (let page = 1; ; page++) {
    const { data } = await (await api("${PATH}?per_page=${size}&page=" + page)).json();
    if (${stop}) break;
    await land(${land});
    ${keep};
  }
}`;

export const right = {
  "compares the first id": walk({}),
  "compares the last id": walk({ stop: "data.at(-1).id === before", keep: "before = data.at(-1).id" }),
  "compares whole pages": walk({ stop: "JSON.stringify(data) === before", keep: "before = JSON.stringify(data)" }),
  "keeps a set of ids": walk({ stop: "data.every((row) => seen.has(row.id))", keep: "data.forEach((row) => seen.add(row.id))" }),
  "keeps a set, and takes what is new": walk({ size: 30, stop: "data.filter((row) => !seen.has(row.id)).length === 0", land: "data.filter((row) => !seen.has(row.id))", keep: "for (const { id } of data) seen.add(id)" }),
  "takes pages of the usual size": walk({ size: 10 }),
  "takes full pages": walk({ size: 50 }),
  "stops at a short page, too": walk({ size: 40, keep: "before = data[0].id; if (data.length < 40) break" }),
  "collects into a map, and lands once": `async function sync(api, land) {
    const rows = new Map();
    for (let page = 1, size = -1; size !== rows.size; page++) {
      size = rows.size;
      const { data } = await (await api("${PATH}?" + new URLSearchParams({ page, per_page: 50 }))).json();
      for (const row of data) rows.set(row.id, row);
    }
    await land([...rows.values()]);
  }`,
};

const fixed = (pages, size = 25) => `async function sync(api, land) {
  for (let page = 1; page <= ${pages}; page++) await land((await (await api("${PATH}?per_page=${size}&page=" + page)).json()).data);
}`;

/** Those of which 200 rows leave none short go on forever, larger ones than the API's largest get no rows, and small ones need too many. */
function untilShort(size) {
  const fails = size < 9 || size > 50 || 200 % size === 0 ? "every-row" : "second";
  const code = walk({ size, stop: "false", keep: `if (data.length < ${size}) break` });
  return [`goes on until a page is short, of ${size}`, [size < 8 && 200 % size ? "requests" : fails, code]];
}

export const wrong = {
  ...Object.fromEntries([7, 9, 11, 12, 13, 15, 16, 18, 24, 30, 32, 33, 35, 40, 45, 48, 49, 60, 100].map(untilShort)),
  "has a cap of twenty pages": ["nothing-twice", fixed(20)],
  "knows that there are eight": ["second", fixed(8)],
  "knows that there are four full ones": ["second", fixed(4, 50)],
  "goes on until a page is empty": ["nothing-twice", walk({ stop: "data.length === 0" })],
  "lands before it compares": ["nothing-twice", `async function sync(api, land) {
    let before;
    for (let page = 1; ; page++) {
      const { data } = await (await api("${PATH}?per_page=25&page=" + page)).json();
      await land(data);
      if (data[0].id === before) break;
      before = data[0].id;
    }
  }`],
  "asks a hundred times, and merges": ["requests", `async function sync(api, land) {
    const rows = new Map();
    for (let page = 1; page <= 100; page++) {
      for (const row of (await (await api("${PATH}?per_page=25&page=" + page)).json()).data) rows.set(row.id, row);
    }
    await land([...rows.values()]);
  }`],
  "asks a dozen times, and merges": ["second", `async function sync(api, land) {
    const rows = new Map();
    for (let page = 1; page <= 11; page++) {
      for (const row of (await (await api("${PATH}?per_page=25&page=" + page)).json()).data) rows.set(row.id, row);
    }
    await land([...rows.values()]);
  }`],
  "compares names": ["every-row", walk({ stop: "seen.has(data[0].name[0])", keep: "seen.add(data[0].name[0])" })],
  "stops one page too soon": ["every-row", `async function sync(api, land) {
    let before = [];
    for (let page = 1; ; page++) {
      const { data } = await (await api("${PATH}?per_page=25&page=" + page)).json();
      if (before.length && data[0].id === before[0].id) break;
      if (page > 1) await land(before);
      before = data;
    }
  }`],
  "reads another list": ["every-row", `async function sync(api, land) {
    let next = "/pagination/next_page_url?per_page=50";
    while (next) {
      const answer = await (await api(next)).json();
      await land(answer.data);
      next = answer.next_page_url;
    }
  }`],
};

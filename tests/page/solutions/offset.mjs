// What people write for the lesson on offsets.
const PATH = "/pagination/offset";
const walk = (step, limit = 20, until = "offset < total") => `async function sync(api, land) {
  let offset = 0, total, data;
  do {
    const answer = await (await api("${PATH}?limit=${limit}&offset=" + offset)).json();
    ({ data, total } = answer);
    await land(data);
    offset += ${step};
  } while (${until});
}`;

export const right = {
  "adds what came": walk("data.length"),
  "adds the limit": walk("20"),
  "takes as many as there may be": walk("50", 50),
  "goes on until a slice is short": walk("data.length", 20, "data.length === 20"),
  "goes on until a slice is empty": walk("data.length", 40, "data.length > 0"),
  "takes slices of the usual size": walk("10", 10),
  "overlaps, and leaves out what it knows": `async function sync(api, land) {
    const seen = new Set();
    for (let offset = 0; ; offset += 19) {
      const { data, total } = await (await api("${PATH}?limit=20&offset=" + offset)).json();
      const fresh = data.filter(({ id }) => !seen.has(id));
      fresh.forEach(({ id }) => seen.add(id));
      await land(fresh);
      if (seen.size >= total) break;
    }
  }`,
  "collects in parallel, and lands once": `async function sync(api, land) {
    const page = async (offset) => (await api(\`${PATH}?limit=50&offset=\${offset}\`)).json();
    const first = await page(0);
    const starts = [];
    for (let offset = 50; offset < first.total; offset += 50) starts.push(offset);
    const rest = await Promise.all(starts.map(page));
    await land([first, ...rest].flatMap(({ data }) => data));
  }`,
};

export const wrong = {
  "leaves a gap at each border": ["every-row", walk("21")],
  "overlaps": ["nothing-twice", walk("19")],
  "knows that there are 200": ["second", walk("20", 20, "offset < 200")],
  "knows that there are ten slices": ["second", `async function sync(api, land) {
    for (const n of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) await land((await (await api("${PATH}?limit=20&offset=" + 20 * n)).json()).data);
  }`],
  "takes only full slices": ["second", walk("20", 20, "offset <= total - 20")],
  "takes as many slices as are full": ["second", walk("20", 20, "offset < Math.floor(total / 20) * 20")],
  "begins with row 1 for row 0": ["every-row", walk("20").replace("offset = 0", "offset = 1")],
  "takes the offset for a page number": ["every-row", walk("1", 20, "offset < total / 20")],
  "forgets that the limit is 10 unless it asks": ["every-row", walk("20").replace("limit=20&", "")],
  "stops one slice too soon": ["every-row", walk("20", 20, "offset < total - 20")],
  "asks for far too much": ["requests", walk("20", 20, "offset < 3000")],
  "takes a row at a time": ["requests", walk("1", 1)],
  "reads the export": ["every-row", `async function sync(api, land) {
    await land(await (await api("/export/json")).json());
  }`],
  "reads newest first in the middle": ["every-row", walk("20").replace('"${PATH}', "").replace('offset=" + offset', 'offset=" + offset + (offset >= 100 ? "&order_type=desc" : "")')],
  "lands the overlap of slices again after an error": ["nothing-twice", walk("20", 20).replace("offset += 20", "await land(data.slice(-1)); offset += 20")],
};

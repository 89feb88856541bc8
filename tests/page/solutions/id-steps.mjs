// What people write for the lesson on steps by id.
const PATH = "/incremental/step";
const steps = ({ step = 25, end = "start + step - 1", next = "end + 1", stop = "data.length === 0", first = 1 }) => `async function sync(api, land) {
  const step = ${step};
  for (let start = ${first}; ; ) {
    const end = ${end};
    const { data } = await (await api("${PATH}?start_id=" + start + "&end_id=" + end)).json();
    if (${stop}) break;
    await land(data);
    start = ${next};
  }
}`;

export const right = {
  "begins one behind the end": steps({}),
  "takes steps of 100": steps({ step: 100 }),
  "takes the usual ten": steps({ step: 10 }),
  "goes on from the last id as a number": steps({ next: "Number(data.at(-1).id) + 1" }),
  "leaves the shared row out": `async function sync(api, land) {
    for (let start = 1, last = 0; ; start += 25) {
      const { data } = await (await api("${PATH}?start_id=" + start + "&end_id=" + (start + 25))).json();
      const fresh = data.filter(({ id }) => Number(id) > last);
      if (!fresh.length) break;
      await land(fresh);
      last = Number(fresh.at(-1).id);
    }
  }`,
  "stops at a short step": `async function sync(api, land) {
    let start = 1, rows;
    do {
      rows = (await (await api("${PATH}?" + new URLSearchParams({ start_id: start, end_id: start + 49 }))).json()).data;
      await land(rows);
      start += 50;
    } while (rows.length === 50);
  }`,
  "reads three steps at once": `async function sync(api, land) {
    const step = async (n) => (await (await api(\`${PATH}?start_id=\${n * 50 + 1}&end_id=\${n * 50 + 50}\`)).json()).data;
    for (let n = 0; ; n += 3) {
      const parts = await Promise.all([step(n), step(n + 1), step(n + 2)]);
      for (const part of parts) if (part.length) await land(part);
      if (parts.some((part) => part.length === 0)) break;
    }
  }`,
  "asks for the highest id first": `async function sync(api, land) {
    const { data } = await (await api("/incremental/timestamp")).json();
    for (let start = 1; start <= data.length; start += 25) {
      const end = Math.min(start + 24, data.length);
      await land((await (await api("${PATH}?start_id=" + start + "&end_id=" + end)).json()).data);
    }
  }`,
  "makes sure with a second empty step": `async function sync(api, land) {
    let empty = 0;
    for (let n = 0; empty < 2; n++) {
      const { data } = await (await api("${PATH}?start_id=" + (n * 25 + 1) + "&end_id=" + (n + 1) * 25)).json();
      empty = data.length ? 0 : empty + 1;
      await land(data);
    }
  }`,
};

export const wrong = {
  "shares the border": ["nothing-twice", steps({ end: "start + step", next: "end" })],
  "leaves a row out at each border": ["every-row", steps({ next: "end + 2" })],
  "takes ids for numbers": ["every-row", steps({ next: "data.at(-1).id + 1" })],
  "knows that there are eight steps": ["second", `async function sync(api, land) {
    for (let n = 0; n < 8; n++) await land((await (await api("${PATH}?start_id=" + (n * 25 + 1) + "&end_id=" + (n + 1) * 25)).json()).data);
  }`],
  "takes all in one go": ["steps", `async function sync(api, land) {
    await land((await (await api("${PATH}?start_id=1&end_id=1000")).json()).data);
  }`],
  "takes two wide steps": ["steps", steps({ step: 500 })],
  "begins with id 2": ["every-row", steps({ first: 2 })],
  "begins with id 0": ["every-row", steps({ first: 0 })],
  "goes id by id": ["requests", steps({ step: 1 })],
  "goes on far behind the end": ["requests", `async function sync(api, land) {
    for (let start = 1; start < 3000; start += 25) {
      await land((await (await api("${PATH}?start_id=" + start + "&end_id=" + (start + 24))).json()).data);
    }
  }`],
  "stops at 200": ["second", steps({ stop: "start > 200" })],
  "never ends": ["every-row", steps({ stop: "false" })],
  "reads the export": ["every-row", `async function sync(api, land) {
    const rows = await (await api("/export/json")).json();
    await land(rows.map((row, n) => ({ ...row, id: String(n + 1) })));
  }`],
};

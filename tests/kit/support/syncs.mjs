// Functions that sync people by page number, as authors of connectors write them.

/** Pages up to the total, updatedAt ascending. */
async function* pages(baseUrl, since) {
  for (let [page, seen] = [1, 0]; ; page += 1) {
    const query = new URLSearchParams({ page, per_page: 50, ...(since && { updated_since: since }) });
    const { data, total_items } = await (await fetch(`${baseUrl}/pagination/page_number?${query}`)).json();
    yield data;
    seen += data.length;
    if (seen >= Number(total_items)) return;
  }
}

export async function right({ baseUrl, state, land, checkpoint }) {
  for await (const rows of pages(baseUrl, state?.since)) {
    if (!rows.length) continue;
    land(rows);
    checkpoint({ since: rows.at(-1).updatedAt });
  }
}

/** Skips what shares a second with its checkpoint. */
export async function strictlyAfter(run) {
  const since = run.state?.since ?? "";
  for await (const rows of pages(run.baseUrl, since)) {
    run.land(rows.filter(({ updatedAt }) => updatedAt > since));
    if (rows.length) run.checkpoint({ since: rows.at(-1).updatedAt });
  }
}

/** Takes a page that is not full for the last one. */
export default async function naive({ baseUrl, land }) {
  for (let page = 1; ; page += 1) {
    const { data } = await (await fetch(`${baseUrl}/pagination/page_number?page=${page}&per_page=50`)).json();
    land(data, "people");
    if (data.length < 50) return;
  }
}

export function givesUp() {
  throw new Error("no such table");
}

export const notAFunction = 1;

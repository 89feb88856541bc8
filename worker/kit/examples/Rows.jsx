import { startPlayground } from "connector-playground";
import { useEffect, useState } from "react";

// One server for all components of a site, made in the browser alone: pages may be rendered elsewhere before.
let starting;
const started = () => (starting ??= startPlayground({ base: "/", settings: { records: 30 } }));

/** The rows of a list, one page more with each click. */
export function Rows({ path = "pagination/next_page_url?per_page=10" }) {
  const [rows, setRows] = useState([]);
  const [next, setNext] = useState(path);
  const [problem, setProblem] = useState();

  async function load() {
    try {
      const playground = await started();
      const response = await playground.fetch(next);
      const page = await response.json();
      setRows([...rows, ...page.data]);
      setNext(page.next_page_url);
    } catch (error) {
      setProblem(error.message);
    }
  }

  useEffect(() => void load(), []);

  return (
    <section>
      <ol>{rows.map(({ id, name }) => <li key={id}>{name}</li>)}</ol>
      {problem ?? <button disabled={!rows.length || !next} onClick={load}>Next page</button>}
    </section>
  );
}

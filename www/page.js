// Lists the endpoints of the playground that belongs to this page: the one in this tab, or the server that the page came from.

const list = document.querySelector("#endpoints");
const status = document.querySelector("#status");

/** What to ask, and what to say of it. */
async function playground() {
  if (document.documentElement.dataset.door !== "browser") {
    await withoutWorkers();
    return { notice: `Answered by the server at ${location.host}.`, ask: (path) => fetch(path, { credentials: "omit" }) };
  }
  const { startPlayground } = await import("./kit.js");
  const { notice, fetch: ask } = await startPlayground();
  return { notice: notice ?? "Answered by a service worker in this tab.", ask };
}

/** A page that a server brought is that server's: a worker that another one left here would answer in its place. */
async function withoutWorkers() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  if (!navigator.serviceWorker?.controller) return;
  // The worker has this page as long as it is shown.
  location.reload();
  await new Promise(() => {});
}

function row(method, path, { summary = "", description = "" }) {
  const term = document.createElement("dt");
  term.append(Object.assign(document.createElement("code"), { textContent: `${method.toUpperCase()} ${path}` }), ` ${summary}`);
  const meaning = document.createElement("dd");
  meaning.append(...prose(description));
  return [term, meaning];
}

/** Text with what stands between backticks as code. */
function prose(text) {
  return text.split("`").map((part, n) => (n % 2 ? Object.assign(document.createElement("code"), { textContent: part }) : part));
}

try {
  const { notice, ask } = await playground();
  const response = await ask("openapi.json");
  if (!response.ok) throw new Error(`openapi.json: HTTP ${response.status}`);
  const { info, paths } = await response.json();
  const rows = Object.entries(paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => [method, path, operation]));
  list.replaceChildren(...rows.filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method)).flatMap((entry) => row(...entry)));
  status.textContent = `Version ${info.version}. ${notice}`;
} catch (error) {
  status.textContent = `The playground does not answer: ${error.message}`;
}

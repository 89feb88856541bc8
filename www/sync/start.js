// How the page starts a sync: what runs one is fetched at the first press of Run, since the page starts without it.

/** Starts one sync, as `startSync` of runner.js does. @type {typeof import("./runner.js").startSync} */
export function startSync(job) {
  let sync;
  let stopped = false;
  const begin = async () => {
    const runner = await import("./runner.js");
    if (stopped) return { state: job.state, error: null, stopped: true, seconds: 0, returned: null };
    sync = runner.startSync(job);
    return sync.ended;
  };
  return { ended: begin().catch(() => notThere(job)), stop: () => (sync ? sync.stop() : (stopped = true)) };
}

function notThere({ state }) {
  const what = "The part of the page that runs code did not come.";
  const help = "Reload the page once the server answers.";
  return { state, error: { line: null, what, help, about: "" }, stopped: false, seconds: 0, returned: null };
}

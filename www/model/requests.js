// The request bar: its draft, the sending of it, and which exchange the answer shows.
import { replaced, takenApart } from "./address.js";
import { requestOf, wholeDraft } from "./draft.js";
import { counted } from "./words.js";

/** @param {{ store: import("./store.js").Store, attempts: ReturnType<typeof import("./attempts.js").attempts>, ready: () => boolean, early: Function, changeWork: Function }} parts */
export function requestActions({ store, attempts, ready, early, changeWork }) {
  let waiting;
  const drafted = () => store.state.work[store.state.lesson.id].request;

  const actions = {
    setRequest(patch) {
      changeWork({ request: wholeDraft({ ...drafted(), ...patch }) });
      if (store.state.requestProblem) store.set({ requestProblem: null });
    },

    /** Moves what belongs elsewhere out of the path: its query into the rows, the parts of a curl line into theirs. */
    takeApart() {
      const before = drafted();
      const { draft, note, problem } = takenApart(before, store.state.apiBase);
      if (problem) return store.set({ requestProblem: { field: "path", text: problem }, said: problem });
      if (JSON.stringify(draft) === JSON.stringify(before)) return undefined;
      actions.setRequest(draft);
      const said = note ?? (draft.query.length > before.query.length ? "The query of the path stands in the parameters." : "");
      // What is said of a draft holds as long as that draft stands there.
      return store.set({ requestNote: note ? { text: note, of: drafted() } : null, ...(said && { said }) });
    },

    /** Puts a pasted address or curl line in place of the request before. */
    paste(text) {
      const before = drafted();
      const { draft, note } = replaced(before, text, store.state.apiBase);
      actions.setRequest(draft);
      actions.takeApart();
      if (note) store.set({ requestNote: { text: note, of: drafted() }, said: note });
      // What has been written by hand is not lost with it.
      if (before.body && before.body !== drafted().body) store.set({ requestBefore: { lesson: store.state.lesson.id, request: before } });
    },

    /** Puts the request back that another took the place of. */
    bringBack() {
      actions.setRequest(store.state.requestBefore.request);
      store.set({ requestBefore: null, said: "The request that was here is back." });
    },

    /** Sends the draft; what is wrong with it is said instead. A second press gives the first request up. */
    send: () => early("send", sendNow),

    show: (shown) => store.set({ shown }),
  };

  async function sendNow() {
    const { apiBase } = store.state;
    const attempt = attempts.current;
    actions.takeApart();
    const { request, problem } = ready()
      ? requestOf(drafted(), apiBase)
      : { problem: { field: "path", text: "No server answers. Reload the page, or connect to a server of your own." } };
    if (problem) return store.set({ requestProblem: problem, said: problem.text });
    waiting?.abort();
    const mine = (waiting = new AbortController());
    store.set({ sending: true, requestProblem: null });
    const { exchange } = await attempt.exchange(request, "hand", 0, mine.signal);
    // Given up, or of an attempt that was left since.
    if (waiting !== mine || !store.state.sending || attempts.current !== attempt) return undefined;
    attempt.add(exchange);
    const judgement = attempt.judge();
    return store.set({ said: [answerText(exchange), judgement].filter(Boolean).join(" ") });
  }

  return actions;
}

/** An answer in a sentence, for those who do not see it. */
export function answerText({ error, status, rows, bytes }) {
  if (error) return error;
  return `Answer ${status}: ${rows === null ? counted(bytes, "byte", "came") : counted(rows, "row", "came")}.`;
}

// The request bar: its draft, the sending of it, and which exchange the answer shows.
import { requestOf, wholeDraft } from "./draft.js";
import { count } from "./words.js";

/** @param {{ store: object, attempt: object, ready: () => boolean, changeWork: Function }} parts */
export function requestActions({ store, attempt, ready, changeWork }) {
  let waiting;
  return {
    setRequest(patch) {
      const { work, lesson } = store.state;
      changeWork({ request: wholeDraft({ ...work[lesson.id].request, ...patch }) });
      if (store.state.requestProblem) store.set({ requestProblem: null });
    },

    /** Sends the draft; what is wrong with it is said instead. A second press gives the first request up. */
    async send() {
      const { work, lesson, apiBase } = store.state;
      const { request, problem } = ready()
        ? requestOf(work[lesson.id].request, apiBase)
        : { problem: { field: "path", text: "The playground has not started yet. Send again in a moment." } };
      if (problem) return store.set({ requestProblem: problem, said: problem.text });
      waiting?.abort();
      const mine = (waiting = new AbortController());
      store.set({ sending: true, requestProblem: null });
      const { exchange } = await attempt.exchange(request, "hand", 0, mine.signal);
      // Given up, or of an attempt that was cleared since.
      if (waiting !== mine || !store.state.sending || store.state.lesson !== lesson || store.state.apiBase !== apiBase) return undefined;
      attempt.add(exchange);
      const judgement = attempt.judge();
      return store.set({ said: [answerText(exchange), judgement].filter(Boolean).join(" ") });
    },

    show: (shown) => store.set({ shown }),
  };
}

function answerText({ error, status, rows, bytes }) {
  if (error) return error;
  return `Answer ${status}, ${rows === null ? count(bytes, "byte") : count(rows, "row")}.`;
}

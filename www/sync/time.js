// How long a sync may take: it is ended at its limit, and sooner where its code runs on and on without listening.

/** Seconds without a word after which code is taken for a loop that never ends. */
const BUSY = 5;

/**
 * Watches a sync from now on. `end` gets what to say, once.
 * @param {{ seconds: number, ping: () => void, end: (error: object) => void, lineOf: (stack: string) => number | null }} parts
 */
export function timeLimit({ seconds, ping, end, lineOf }) {
  let [isUp, unanswered] = [false, 0];
  let sleep = null;
  // Counted by pings and not by the clock: where the page itself had no time, nothing of the worker could be heard.
  const look = setInterval(() => {
    // A worker that is slow to start is no loop.
    if (!isUp) return undefined;
    if (unanswered >= BUSY) return stop(busy(BUSY));
    unanswered += 1;
    return ping();
  }, 1000);
  const timer = setTimeout(() => {
    const isAsleep = sleep && sleep.until > performance.now() && sleep.seconds >= seconds / 2;
    stop(isAsleep ? asleep(seconds, sleep, lineOf(sleep.stack)) : unanswered > 1 ? busy(seconds) : tooLong(seconds));
  }, seconds * 1000);
  const cancel = () => (clearInterval(look), clearTimeout(timer));
  const stop = (error) => (cancel(), end({ about: "limit", came: null, line: null, ...error }));
  return {
    cancel,
    /** Something came from the worker. */
    heard() {
      [isUp, unanswered] = [true, 0];
    },
    slept(length, stack) {
      sleep = { seconds: length, until: performance.now() + length * 1000, stack };
    },
  };
}

const tooLong = (seconds) => ({
  what: `Stopped after ${seconds} seconds.`,
  help: "Does the loop end? Look at the timeline for what it asked last.",
});

const busy = (seconds) => ({
  what: `Stopped after ${seconds} seconds in which the code ran without a pause and made no request.`,
  help: "Does a loop wait for something that never changes in it?",
});

const asleep = (seconds, sleep, line) => ({
  line,
  what:
    `Stopped after ${seconds} seconds, and it was asleep: ` +
    `\`sleep(${sleep.seconds})\` waits for ${sleep.seconds.toLocaleString("en-GB")} seconds.`,
  help: "`sleep` takes seconds, not milliseconds.",
});

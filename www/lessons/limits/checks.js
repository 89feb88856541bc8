// A limit that is met, waited for, and costs no page.
import { headerOf } from "../evidence.js";
import { everyRowFrom, fewRequests, nothingTwice, ofRequests } from "../judge.js";

/** How much less exact timers are than clocks; milliseconds. */
const SLACK = 50;

/** What was refused is not asked again before the time that its Retry-After names is over. Requests that were on their way do no harm. */
const waitsAsTold = ofRequests("waits", "What got a 429 is sent again only when its `Retry-After` is over.", (made) => {
  const refused = made.filter(({ status }) => status === 429);
  if (!refused.some((one) => made.some(({ path, started }) => path === one.path && started > one.ended))) return null;
  const hasty = refused.filter((one) => {
    const wait = Number(headerOf(one, "retry-after") ?? 0) * 1000;
    return made.some(({ path, started }) => path === one.path && started > one.ended && started < one.ended + wait - SLACK);
  });
  return hasty.length === 0 || `After ${hasty.length} of ${refused.length} it was sent again too soon.`;
});

const PATH = "/pagination/page_number";

export const reason = "every-row";
export const checks = [everyRowFrom(PATH), nothingTwice, waitsAsTold, fewRequests(PATH)];

// Facts of requests that were answered with an error, and of which nobody asked again.
import { ending } from "../seen.js";
import { explain401 } from "../credentials.js";
import { count, ended } from "../words.js";

/** Errors that say that the request itself was right, or would be with another login. */
const PASSING = (status) => status === 401 || status === 429 || status >= 500 || status === 0;

/** Requests that failed, and to which the same request got no good answer later. */
function failed(requests, isSuch) {
  return requests.filter(
    ({ good, asked, exchange }, n) =>
      !good && isSuch(exchange.status) && !requests.slice(n).some((later) => later.good && later.asked === asked),
  );
}

/** What would have brought rows, had it been asked again. */
export function refusedForGood({ seen, lost, credentials }) {
  // A request that came too soon may have been needless; one that was refused or failed was not.
  const isSuch = (status) => PASSING(status) && (lost || (status !== 429 && status !== 0));
  for (const requests of seen) {
    const [first, ...others] = failed(requests, isSuch);
    if (!first) continue;
    const { status } = first.exchange;
    const same = [first, ...others].filter(({ exchange }) => exchange.status === status);
    return status === 401 ? shutOut(first, same, requests, credentials) : dropped(first, same, requests);
  }
  return null;
}

function dropped(first, { length }, requests) {
  const again = requests.filter(({ asked }) => asked === first.asked).length - 1;
  const place = `${first.name}, ${first.exchange.method} ${first.exchange.path}`;
  if (again > 0) {
    return `${capital(place)}, was answered with ${ending(first.exchange)}, and was asked again ${count(again, "time")} without another answer.`;
  }
  if (length === 1) return `${capital(place)}, was answered with ${ending(first.exchange)}, and was not asked again.`;
  return `${count(length, "request")} were answered with ${ending(first.exchange)}, and none of them was asked again. The first was ${place}.`;
}

function shutOut(first, { length }, requests, credentials) {
  const why = wrongCredential(first.exchange, credentials);
  const later = requests.slice(requests.indexOf(first) + 1);
  const sent = ended(ending(first.exchange));
  const begin = `From ${first.name} on, ${length === 1 ? "the answer was" : `${length} answers were`} ${sent}`;
  if (length > 1 && later.every(({ exchange }) => exchange.status === 401)) {
    return requests[0] === first ? said(`Each answer was ${sent}`, why) : `${begin} No login followed.`;
  }
  return said(`${capital(first.name)}, ${first.exchange.method} ${first.exchange.path}, was answered with ${sent}`, why);
}

const said = (text, why) => [text, why].filter(Boolean).join(" ");

/** Which credential was wrong, with the cure of those who write code; null where it is not known. */
export function wrongCredential(exchange, credentials) {
  const why = explain401(exchange, exchange, credentials);
  return why && /base64/.test(why) ? `${why} Write \`btoa(user + ":" + password)\`.` : why;
}

/** Any other error, where nothing tells more. */
export function unanswered({ seen, lost }) {
  if (!lost) return null;
  for (const requests of seen) {
    const [first, ...others] = failed(requests, (status) => !PASSING(status));
    if (first)
      return dropped(
        first,
        [first, ...others].filter(({ exchange }) => exchange.status === first.exchange.status),
        requests,
      );
  }
  return null;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

// A sync that outlives its token, and logs in again when that is due and no sooner.
import { count } from "../../model/words.js";
import { pathOf } from "../evidence.js";
import { everyRowFrom, ofRequests } from "../judge.js";

const [LOGIN, DATA] = ["/auth/session_token/login", "/auth/session_token/data"];
/** From this part of a token's life on, a new one is no waste: whoever renews by `expires_in` leaves some room. */
const DUE = 0.45;

const isLogin = (exchange) => pathOf(exchange) === LOGIN && exchange.status === 200;

const outlives = ofRequests("outlives", "It goes on with a new token when the old one has expired.", (made) => {
  const logins = made.filter(isLogin).length;
  if (logins === 0) return "It never logged in.";
  if (logins === 1 && made.some(({ status }) => status === 401))
    return "It logged in once. When that token had expired, it got a 401 and no rows.";
  if (logins === 1)
    return "It logged in once, and read no longer than that token lived. Keep the pause between the batches, and read each of them anew.";
  return made.filter((one) => pathOf(one) === DATA && one.status === 200).length > 2 || "It did not read batch by batch.";
});

const noSooner = ofRequests("logins", "It logs in only when that is due.", (made, { settings }) => {
  const logins = made.filter(isLogin);
  const early = logins.slice(1).filter((login, n) => !isDue(login, logins[n], made, settings.token_ttl * 1000)).length;
  if (early) return `${count(early, "login")} of ${logins.length} came while the token before was good for long.`;
  return logins.length > 0 || "It never logged in.";
});

/** Whether the token before was refused meanwhile, or is about to end. */
function isDue(login, before, made, life) {
  const isRefused = (one) => one.status === 401 && pathOf(one) === DATA && one.started >= before.ended && one.ended <= login.started;
  return made.some(isRefused) || login.started - before.ended >= life * DUE;
}

export const reason = "every-row";
export const checks = [everyRowFrom(DATA), outlives, noSooner];

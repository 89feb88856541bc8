// Links are followed as they come, in the body or in the header.
import { linksOf, pathOf, queryOf } from "../evidence.js";
import { everyRowFrom, nothingTwice, ofRequests } from "../judge.js";

const PATHS = ["/pagination/next_page_url", "/pagination/link_header"];

const followsLinks = ofRequests("follows-links", "Each further page is the link of an answer, unchanged.", (made) => {
  const asked = made.filter((one) => PATHS.includes(pathOf(one)));
  const later = asked.filter((one) => (queryOf(one).get("page") ?? "1") !== "1");
  const stray = later.find((one) => !asked.some((other) => other.ended <= one.started && links(other).includes(new URL(one.url).href)));
  return stray ? `It asked for ${stray.path}, which no answer gave.` : later.length > 0 || "No link was followed.";
});

const links = (exchange) => linksOf(exchange, "next_page_url");

export const reason = "every-row";
export const checks = [everyRowFrom(...PATHS), nothingTwice, followsLinks];

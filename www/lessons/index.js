// The lessons in their order. They share files by subject: a file for each would be a third more bytes to fetch.
import { emptyPages, free, lastCursor, repeatedLastPage, shortPages } from "./habits.js";
import { checkpoint, firstRequest, idSteps, keyset, nextLink, offset, pageNumbers } from "./lists.js";
import { companies, csvExport, limits, passwords, tokenExpiry } from "./obstacles.js";

const ordered = [
  ...[firstRequest, pageNumbers, offset, nextLink, keyset, checkpoint, idSteps],
  ...[passwords, tokenExpiry, csvExport, companies, limits],
  ...[emptyPages, repeatedLastPage, shortPages, lastCursor, free],
];

/** All lessons; what most of them have in common is said here. */
export const lessons = ordered.map((lesson) => ({ stream: "people", merges: false, syncs: 1, seconds: 20, ...lesson }));

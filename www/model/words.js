// Numbers and sentences as the page writes them.

/** "1,000" */
export const number = (count) => count.toLocaleString("en-GB");

/** "1 row", "2 rows" @type {(n: number, noun: string) => string} */
export const count = (n, noun) => `${number(n)} ${noun}${n === 1 ? "" : "s"}`;

/** "1 row came", "2 rows came": the verbs of one and of many. @type {(n: number, noun: string, one: string, many?: string) => string} */
export const counted = (n, noun, one, many = one) => `${count(n, noun)} ${n === 1 ? one : many}`;

/** A text of somebody else as a sentence: with one full stop, whether it came with one or not. */
export const ended = (text) => (/[.!?…]$/.test(text) ? text : `${text}.`);

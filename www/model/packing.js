// A text in the characters of an address: deflated where the browser can, else as it is.

/** Longest packed text that a link carries, and longest text that is taken out of one; characters. */
export const MOST_PACKED = 16_000;
const MOST = 200_000;

/** A text in base64url; the first letter says whether it is deflated. */
export async function packed(text) {
  const bytes = new TextEncoder().encode(text);
  if (typeof CompressionStream === "undefined") return `t${base64url(bytes)}`;
  return `z${base64url(await through(bytes, new CompressionStream("deflate-raw"), Infinity))}`;
}

/** The text again. Rejects where there is none, or where it is longer than any code. */
export async function unpacked(text) {
  const bytes = bytesOf(text.slice(1));
  const whole = text[0] === "z" ? await through(bytes, new DecompressionStream("deflate-raw"), MOST * 4) : bytes;
  const read = new TextDecoder("utf-8", { fatal: true }).decode(whole);
  if (!"zt".includes(text[0]) || read.length > MOST) throw new Error("no text of a link");
  return read;
}

export const base64url = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

export const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

async function through(bytes, stream, most) {
  const parts = [];
  let size = 0;
  for await (const part of readable(new Blob([bytes]).stream().pipeThrough(stream))) {
    size += part.length;
    if (size > most) throw new Error("too long");
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The parts of a stream; not every browser can loop over one. */
async function* readable(stream) {
  const reader = stream.getReader();
  try {
    for (let part; !(part = await reader.read()).done; ) yield part.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

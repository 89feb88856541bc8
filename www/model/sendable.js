// What a page can send: the methods of the request bar, and which headers are the browser's alone.

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Headers that a browser sets by itself and takes from no page (Fetch standard, "forbidden request-header"). */
const BROWSERS = new RegExp(
  "^(accept-(charset|encoding)|access-control-request-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|" +
    "proxy-.*|referer|sec-.*|set-cookie|te|trailer|transfer-encoding|upgrade|via)$",
  "i",
);

/** Whether a header is the browser's to set. @type {(name: string) => boolean} */
export const isBrowsers = (name) => BROWSERS.test(name);

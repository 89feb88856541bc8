// What the page imports from its library for views, and no more: what is not named here is left out of www/vendor/preact.js.
export { h, render } from "preact";
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export { html } from "htm/preact";
export { computed, signal, useSignal } from "@preact/signals";

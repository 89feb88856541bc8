// The width of an element, for pictures that fill it, and whether the page is narrow.

import { useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js";

/**
 * A ref for an element, and the width of its content in pixels; 0 before it is rendered.
 * @returns {[{ current: HTMLElement | null }, number]}
 */
export function useWidth() {
  const frame = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => setWidth(Math.floor(contentRect.width)));
    const { paddingLeft, paddingRight } = getComputedStyle(frame.current);
    setWidth(Math.floor(frame.current.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return [frame, width];
}

const NARROW = "(width < 700px)";

/** Whether the page has a single column. */
export function useNarrow() {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const list = matchMedia(NARROW);
    const changed = () => setNarrow(list.matches);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  }, []);
  return narrow;
}

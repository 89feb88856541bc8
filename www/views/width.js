// How wide an element is drawn, for pictures that fill it.

import { useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";

/** A ref for an element, and the pixels that its content has; 0 before the first drawing. */
export function useWidth() {
  const frame = useRef();
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

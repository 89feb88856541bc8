// Whether this tab is in front: in the background, browsers slow down its timers and its workers.

/**
 * Watches from now on, until `end`.
 * @param {Document | undefined} page
 * @returns {{ wasHidden: () => boolean, inFront: () => Promise<void>, end: () => void }}
 */
export function watchTab(page = globalThis.document) {
  let hidden = isHidden(page);
  const look = () => (hidden ||= isHidden(page));
  page?.addEventListener("visibilitychange", look);
  return {
    wasHidden: () => hidden,
    inFront: () => shown(page),
    end: () => page?.removeEventListener("visibilitychange", look),
  };
}

const isHidden = (page) => page?.visibilityState === "hidden";

/** @returns {Promise<void>} */
function shown(page) {
  return new Promise((resolve) => {
    const look = () => {
      if (isHidden(page)) return;
      page?.removeEventListener("visibilitychange", look);
      resolve();
    };
    page?.addEventListener("visibilitychange", look);
    look();
  });
}

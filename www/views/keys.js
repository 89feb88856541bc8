// The keys that run the code or send the request, whichever one is at.

export const RUN_KEYS = /Mac|iP/.test(navigator.platform) ? "⌘ ↵" : "Ctrl ↵";

export const isRun = ({ key, ctrlKey, metaKey }) => key === "Enter" && (ctrlKey || metaKey);

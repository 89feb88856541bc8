// The keyboard shortcut that runs the code or sends the request, depending on where the focus is.

export const RUN_KEYS = /Mac|iP/.test(navigator.platform) ? "⌘ ↵" : "Ctrl ↵";

export const isRun = ({ key, ctrlKey, metaKey }) => key === "Enter" && (ctrlKey || metaKey);

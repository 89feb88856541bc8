// The sandbox has no task, and nothing to judge.
export const reason = null;
export const checks = [];

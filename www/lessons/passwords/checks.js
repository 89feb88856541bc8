// Three endpoints, each with credentials of its own kind.
import { everyRow, letIn } from "../judge.js";

export const reason = "basic";
export const checks = [
  letIn("basic", "/auth/http_basic", "The password"),
  letIn("bearer", "/auth/http_bearer", "The token"),
  letIn("api-key", "/auth/api_key", "The key"),
  everyRow,
];

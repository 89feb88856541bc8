// Three doors, each with its own kind of credential.
import { everyRow, letIn } from "../judge.js";

export const reason = "basic";
export const checks = [
  letIn("basic", "/auth/http_basic", "The password"),
  letIn("bearer", "/auth/http_bearer", "The token"),
  letIn("api-key", "/auth/api_key", "The key"),
  everyRow,
];

// The parts of the tutorial, in order: `{ id, title, text }`. The table is parts.toml; each lesson names its part.
export { parts } from "./catalogue.js";

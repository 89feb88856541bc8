#!/usr/bin/env node
// `npx connector-playground start` and all other words but `init`: the native command, from the package for this system that npm installed along.
import { spawn } from "node:child_process";
import { PACKAGE, packaged } from "./program.js";

const words = process.argv.slice(2);
if (words[0] === "init") await import("./init.js");
else run(packaged() ?? missing());

function missing() {
  console.error(
    `error: the package ${PACKAGE} with the native command is not installed: either npm was told to leave optional packages out, or there is none for this system. Elsewhere it comes from: cargo install connector-playground, pip install connector-playground`,
  );
  process.exit(1);
}

/** Runs it in our place: its input, output, signals and end are ours. */
function run(file) {
  const child = spawn(file, words, { stdio: "inherit" });
  child.on("error", ({ message }) => {
    console.error(`error: ${message}`);
    process.exit(1);
  });
  const pass = (signal) => child.kill(signal);
  process.on("SIGTERM", pass).on("SIGHUP", pass);
  // CTRL+C in a terminal reaches the child too; to send it again would cut its last answers short.
  process.on("SIGINT", (signal) => process.stdin.isTTY || pass(signal));
  child.on("exit", (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

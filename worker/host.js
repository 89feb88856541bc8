// Connector Playground in wasm, for whatever runs JavaScript: the bindings, and a server that outlives a trap. A classic script and a module
// at once, so that a service worker can import it as the one and everything else as the other; it defines `connectorPlayground`.
globalThis.connectorPlayground = (() => {
  // The build puts what wasm-bindgen makes in place of the text. Each call gives bindings with an instance of their own, since a trap
  // spoils an instance, and streams of the old one must not reach into the memory of the new one.
  const bindings = () => {
    "__BINDINGS__";
    return wasm_bindgen;
  };

  // Statuses by which a host says that it has nothing: most static hosts know no methods but GET and HEAD.
  const NOTHING = new Set([404, 405, 501]);
  // The path of the requests after which clocks are kept.
  const CLOCK = "/playground/clock";

  /** An error in the form that all errors of the playground have. */
  const failure = (status, error) =>
    Response.json(
      { error },
      { status, headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", "access-control-allow-origin": "*" } },
    );

  /** Whether a response from `url` has the type of a module; if not, a note says so on the console. */
  const isTyped = (response, url) => {
    const type = response.headers.get("content-type");
    if (type !== "application/wasm") console.warn(`${url} comes as ${type ?? "no type"}; as application/wasm it would start faster`);
    return type === "application/wasm";
  };

  /** The module in a response from `url`; what is wrong with it is said in words. */
  const compile = async (response, url) => {
    if (!response.ok) throw new Error(`${url} is not there (HTTP ${response.status})`);
    try {
      return await (isTyped(response, url) ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
    } catch (error) {
      throw new Error(`${url} can't be compiled: ${error.message}`);
    }
  };

  /**
   * A playground server. It needs a compiled module, and settings as texts by key; `base` is the path it is mounted at, or its whole URL, and with
   * `isolated` others answer, too, each with a memory of its own. `keep` gets how far clocks were moved, as a text for `restore`, and may wait.
   */
  class Server {
    #module;
    #options;
    #keep;
    #clocks = "";
    #kept = Promise.resolve();
    #bound;
    #playground;
    #spoilt = true;

    constructor(module, options, keep = () => {}) {
      this.#module = module;
      this.#options = options;
      this.#keep = keep;
      this.#start();
    }

    #start() {
      this.#bound = bindings();
      this.#bound.initSync({ module: this.#module });
      this.#playground = new this.#bound.Playground(this.#options);
      // What was drawn at the first start is kept.
      this.#options = { ...this.#options, ...this.#playground.settings };
      this.#playground.restore_clocks(this.#clocks);
      this.#spoilt = false;
    }

    /** The instance, made anew where a trap has spoilt it: in a call, or in the middle of a streamed answer. */
    get playground() {
      if (this.#spoilt || this.#bound.trapped()) this.#start();
      return this.#playground;
    }

    /** Moves clocks to where a text that was kept has them, none of them back. */
    restore(clocks) {
      this.playground.restore_clocks(clocks);
      this.#clocks = this.#playground.clocks;
    }

    /**
     * Answers a request, whatever happens: with what `elsewhere` says if the path is not the playground's and there is something.
     * `hold` gets a promise that lasts as long as a streamed answer. A promise only where something is to be waited for.
     */
    respond(request, { hold, elsewhere = fromHost } = {}) {
      try {
        const answer = this.playground.handle_own(request, hold) ?? this.#elsewhere(request, hold, elsewhere);
        const moves = request.method === "POST" && new URL(request.url).pathname.endsWith(CLOCK);
        const safe = answer instanceof Promise ? answer.catch((error) => this.#failed(error)) : answer;
        return moves ? this.#afterKeeping(safe) : safe;
      } catch (error) {
        return this.#failed(error);
      }
    }

    async #elsewhere(request, hold, elsewhere) {
      return (await elsewhere(request)) ?? this.playground.handle(request, hold);
    }

    /** An answer, once what it says of a clock is kept. */
    async #afterKeeping(answer) {
      const response = await answer;
      const clocks = this.playground.clocks;
      if (clocks !== this.#clocks) {
        this.#clocks = clocks;
        // One after the other, so that the last text stays.
        this.#kept = this.#kept.catch(() => {}).then(() => this.#keep(clocks));
      }
      try {
        await this.#kept;
        return response;
      } catch (error) {
        return failure(501, `The clock cannot be kept here, and would go back: ${error.message}`);
      }
    }

    #failed(error) {
      this.#spoilt = true;
      console.error("Connector Playground:", error);
      return failure(500, "Internal server error");
    }
  }

  /** What the host of the page says to a request; nothing where it has nothing, or can't be reached. */
  const fromHost = async (request) => {
    const response = await fetch(request).catch(() => undefined);
    return response && !NOTHING.has(response.status) ? response : undefined;
  };

  /**
   * What `fetch` gives for a request to a server in this very process. It rejects with the reason of the signal as soon as that is aborted,
   * be it in the middle of the upload or of the answer, and with the error of an upload that fails.
   */
  const answered = async (server, request, elsewhere) => {
    const { signal, url } = request;
    signal.throwIfAborted();
    const { asked, failed, giveUp } = watched(request);
    const abort = () => giveUp(signal.reason);
    signal.addEventListener("abort", abort);
    try {
      const response = await Promise.race([server.respond(asked, { elsewhere: () => elsewhere(request) }), failed]);
      if (response.status === 0) return response;
      const body = response.body?.pipeThrough(new TransformStream(), { signal });
      // Clients that follow relative links ask a response for its address.
      return Object.defineProperty(new Response(body, response), "url", { value: url });
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };

  /**
   * A request whose upload can be given up while it is read: `failed` is the promise that rejects then, and where the upload itself fails. The
   * request itself is untouched until then, since the host gets it as it came.
   */
  const watched = (request) => {
    let fail;
    const failed = new Promise((_, reject) => (fail = reject));
    failed.catch(() => {});
    const { body } = request;
    if (!body) return { asked: request, failed, giveUp: fail };
    let reader, over;
    const taken = () => (reader ??= body.getReader());
    const giveUp = (reason) => {
      over = true;
      fail(reason);
      // One that the host reads is its own to cancel.
      if (reader || !body.locked)
        taken()
          .cancel(reason)
          .catch(() => {});
    };
    const pull = async (controller) => {
      try {
        const { done, value } = await taken().read();
        // Cancelling a stream makes its reader see a regular end.
        if (over) throw await failed.catch((reason) => reason);
        if (done) return controller.close();
        if (!(value instanceof Uint8Array))
          throw new TypeError(`An upload is a stream of bytes (Uint8Array); this one gave a ${typeof value}`);
        controller.enqueue(value);
      } catch (error) {
        giveUp(error);
        controller.error(error);
      }
    };
    const cancel = (reason) => taken().cancel(reason);
    const stream = new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
    // No Request made of the other one, since that would use it up.
    const { url, method, headers } = request;
    return { asked: { url, method, headers, body: stream }, failed, giveUp };
  };

  return { Server, answered, compile, failure, fromHost, isTyped };
})();

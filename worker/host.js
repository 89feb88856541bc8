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

  /** A playground server. It needs a compiled module, and settings as texts by key; `base` is the path it is mounted at, or its whole URL. */
  class Server {
    #module;
    #options;
    #bound;
    #playground;
    #spoilt = true;

    constructor(module, options) {
      this.#module = module;
      this.#options = options;
      this.#start();
    }

    #start() {
      this.#bound = bindings();
      this.#bound.initSync({ module: this.#module });
      this.#playground = new this.#bound.Playground(this.#options);
      // What was drawn at the first start is kept.
      this.#options = { ...this.#options, ...this.#playground.settings };
      this.#spoilt = false;
    }

    /** The instance, made anew where a trap has spoilt it: in a call, or in the middle of a streamed answer. */
    get playground() {
      if (this.#spoilt || this.#bound.trapped()) this.#start();
      return this.#playground;
    }

    /**
     * Answers a request, whatever happens: with what `elsewhere` says if the path is not the playground's and there is something.
     * `hold` gets a promise that lasts as long as a streamed answer. A promise only where something is to be waited for.
     */
    respond(request, { hold, elsewhere = fromHost } = {}) {
      try {
        const answer = this.playground.handle_own(request, hold) ?? this.#elsewhere(request, hold, elsewhere);
        return answer instanceof Promise ? answer.catch((error) => this.#failed(error)) : answer;
      } catch (error) {
        return this.#failed(error);
      }
    }

    async #elsewhere(request, hold, elsewhere) {
      return (await elsewhere(request)) ?? this.playground.handle(request, hold);
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

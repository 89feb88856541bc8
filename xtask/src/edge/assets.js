// Stands in for the assets of the platform: workerd gives out the bytes of a folder, but knows no types, no index and no _headers.
const TYPES = "__TYPES__";
const HEADERS = "__HEADERS__";

export default {
  async fetch(request, env) {
    const path = new URL(request.url).pathname.replace(/\/$/, "/index.html");
    const type = TYPES[path.split(".").pop()];
    const file = type && (await env.FILES.fetch(`http://files${path}`));
    if (!file?.ok) return new Response("no such file\n", { status: 404 });
    return new Response(request.method === "HEAD" ? null : file.body, { headers: { ...HEADERS, "content-type": type } });
  },
};

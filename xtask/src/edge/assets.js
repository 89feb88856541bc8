// Stands in for the assets of the platform: workerd gives out the bytes of a folder, but knows no types and no index.
const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

export default {
  async fetch(request, env) {
    const path = new URL(request.url).pathname.replace(/\/$/, "/index.html");
    const type = TYPES[path.split(".").pop()];
    const file = type && (await env.FILES.fetch(`http://files${path}`));
    if (!file?.ok) return new Response("no such file\n", { status: 404 });
    return new Response(request.method === "HEAD" ? null : file.body, { headers: { "content-type": type } });
  },
};

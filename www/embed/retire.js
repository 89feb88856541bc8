// Stands where a static site had its service worker, once a server answers there: it ends what that site left in browsers, whose
// worker would go on showing the old page forever.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  await registration.unregister();
  const pages = await clients.matchAll({ type: "window" });
  await Promise.all(pages.map((page) => page.navigate(page.url)));
}

// Waiting for what a page comes to show.

/** Repeats a look until it throws no more; what it threw last, after five seconds. */
export async function expectation(look, patience = 5000) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

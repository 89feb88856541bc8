// How far a person is in the lessons, in their parts.

/** The lessons that count: those with something to be judged. */
export const counted = (lessons) => lessons.filter(({ checks }) => checks.length > 0);

/** How many of them are done. */
export const doneOf = (lessons, work) => counted(lessons).filter(({ id }) => work[id]?.done).length;

export const isAllDone = (lessons, work) => doneOf(lessons, work) === counted(lessons).length;

/**
 * The lessons by part, in the order of the parts; those of none come last, without a title.
 * @param {Record<string, any>[]} lessons
 * @param {{ id: string, title: string, text: string }[]} parts
 */
export function inParts(lessons, parts) {
  const of = (id) => lessons.filter(({ part }) => (parts.some((one) => one.id === part) ? part : null) === id);
  const groups = parts.map((part) => ({ ...part, lessons: of(part.id) }));
  return [...groups, { id: null, title: "", text: "", lessons: of(null) }].filter(({ lessons }) => lessons.length);
}

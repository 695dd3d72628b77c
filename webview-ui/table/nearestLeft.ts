/**
 * The id, among those that are still there, nearest to where a vanished one stood: the next, or else the last before
 * it. `undefined` where nothing is left, or the vanished one was never there.
 */
export function nearestLeft(
  vanished: string,
  before: readonly { readonly id: string }[],
  isLeft: (id: string) => boolean,
): string | undefined {
  const at = before.findIndex(({ id }) => id === vanished);
  if (at < 0) return undefined;
  for (const { id } of before.slice(at + 1)) if (isLeft(id)) return id;
  return before.slice(0, at).findLast(({ id }) => isLeft(id))?.id;
}

import { sameValue } from '../values/sameValue';

/**
 * Returns the first old value that is equal to the new one, so that a comparison by identity sees that nothing changed.
 */
export function kept<V>(value: V, ...old: readonly (V | undefined)[]): V {
  return old.find((each) => each !== undefined && sameValue(each, value)) ?? value;
}

/** The old map where the new one holds the very same values. */
export function reuseMap<K, V>(
  old: ReadonlyMap<K, V> | undefined,
  map: ReadonlyMap<K, V>,
): ReadonlyMap<K, V> {
  if (old?.size !== map.size) return map;
  for (const [key, value] of map) if (old.get(key) !== value) return map;
  return old;
}

import { sameValue } from '../values/sameValue';

/** What became of the entries of one map in a later one. */
export interface MapDiff<K, V> {
  readonly added: readonly V[];
  readonly changed: readonly V[];
  readonly removed: readonly K[];
}

const NOTHING = { added: [], changed: [], removed: [] };

/** Costs nothing where both are the same map, and little where most values are the same objects. */
export function diffMaps<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>): MapDiff<K, V> {
  if (before === after) return NOTHING;
  const added: V[] = [];
  const changed: V[] = [];
  for (const [key, value] of after) {
    const old = before.get(key);
    if (old === undefined) added.push(value);
    else if (!sameValue(old, value)) changed.push(value);
  }
  const stayed = after.size - added.length;
  const removed = stayed === before.size ? [] : [...before.keys()].filter((key) => !after.has(key));
  return { added, changed, removed };
}

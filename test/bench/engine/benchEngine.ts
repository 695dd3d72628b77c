import { join } from 'node:path';
import type { WorldResult } from './results';
import { runMeasured } from './runMeasured';
import { wayToUnshare } from './wayToUnshare';
import { CROWDED, WORLDS } from './worlds';

/** The worlds one after the other; without namespaces of our own only the small one, in the open. */
export async function benchEngine(only: string | undefined): Promise<WorldResult[]> {
  const isolated = wayToUnshare() !== undefined;
  const worlds = isolated ? [...WORLDS, CROWDED] : WORLDS.slice(0, 1);
  const wanted = worlds.filter(({ name }) => only === undefined || only === name);
  if (wanted.length === 0) throw new Error(`Worlds: ${worlds.map(({ name }) => name).join(', ')}`);
  if (!isolated)
    console.error('No namespaces may be made here: only the small world, among everything else that runs.');
  const results: WorldResult[] = [];
  for (const { name } of wanted) {
    console.error(`Measuring the ${name} world…`);
    results.push((await runMeasured(join(__dirname, 'measure.ts'), [name])) as WorldResult);
  }
  return results;
}

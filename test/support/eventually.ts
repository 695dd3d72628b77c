import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the condition holds, and says how long that took, in ms. @throws after `within` ms */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  within = 10_000,
): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > within) throw new Error(`Not within ${within} ms: ${what}`);
    await delay(25);
  }
  return performance.now() - start;
}

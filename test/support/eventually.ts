import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks until the answer is neither `undefined` nor `false`, and gives that answer. The limit is for what never comes: a busy
 * machine may need many seconds for what an idle one does at once.
 *
 * @throws after `within` milliseconds
 */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  within = 30_000,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`Not within ${within} ms: ${what}`);
    await delay(25);
  }
}

const isThere = <T>(answer: T): answer is Exclude<T, undefined | false> =>
  answer !== undefined && answer !== false;

import { setTimeout as delay } from 'node:timers/promises';
import { Session } from '../../support/browser/session';
import { median } from '../engine/results';
import { World } from '../engine/world';

/** From listen(2) to the row in the sidebar, in milliseconds. */
export interface Shown {
  readonly median: number;
  readonly percentile95: number;
  readonly worst: number;
  readonly lost: number;
  readonly count: number;
}

/** Measures in a real VS Code with the packaged Portolan, its sidebar open, in a browser. */
export async function untilShown(count: number): Promise<Shown> {
  const session = await Session.open();
  const world = await World.build(NOTHING, false);
  const taken: number[] = [];
  let lost = 0;
  try {
    const { workbench } = session;
    await workbench.activity('Portolan');
    await world.open(); // one that stays, so that its group does
    await workbench.row('Mine, elsewhere').waitFor();
    await workbench.unfold(workbench.row('Mine, elsewhere'));
    for (let left = count; left > 0; left--) {
      await delay(Math.random() * 400);
      const { port, at } = await world.open();
      try {
        await workbench
          .row(new RegExp(`^${port}`))
          .first()
          .waitFor({ state: 'attached', timeout: 5000 });
        taken.push(performance.timeOrigin + performance.now() - at);
      } catch {
        // Not within that time: it counts as lost.
        lost++;
      }
      await world.close(port);
    }
  } finally {
    await world.stop();
    await session.close();
  }
  taken.sort((a, b) => a - b);
  return {
    median: median(taken),
    percentile95: taken[Math.floor(taken.length * 0.95)] ?? NaN,
    worst: taken.at(-1) ?? NaN,
    lost,
    count,
  };
}

const NOTHING = {
  name: 'nothing',
  processes: 0,
  tcpListeners: 0,
  tcpPairs: 0,
  udp: 0,
  unixListeners: 0,
  unixPairs: 0,
};

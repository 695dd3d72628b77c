import { shopWorld } from '../snapshots/shopWorld.js';

/** What the tests of the panel's page are told of. */
export const shop = shopWorld();

/** Its listener on that port. */
export const listenerOn = (port: number) => shop.rows.find((row) => row.port === port && row.listens)!;

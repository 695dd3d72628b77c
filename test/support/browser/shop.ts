import { shopWorld } from '../snapshots/shopWorld.js';

/** The snapshots that the tests of the panel's page show. */
export const shop = shopWorld();

/** Its listener on that port. */
export const listenerOn = (port: number) => shop.rows.find((row) => row.port === port && row.listens)!;

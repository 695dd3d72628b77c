import type { Container } from '../core/origins/container';
import type { Origin } from '../core/origins/origin';
import type { Translate } from '../core/text/translate';
import type { Owners } from './throughOwner';

/** What is asked of the container engines. */
export interface Engines {
  current(): readonly Container[];
  /** Resolves when it has stopped; rejects with the engine's words. */
  stop(container: Container, graceSeconds: number, signal: AbortSignal): Promise<void>;
}

/** Docker's own: how long a container may take before its engine kills it. */
const GRACE_S = 10;

/**
 * Stops containers through their engines, which can be reached without VS Code too.
 *
 * @surface part
 */
export function containerOwner(engines: Engines, t: Translate): Owners {
  const container = (origin: Origin | null): Container | undefined =>
    engines.current().find(({ id }) => origin?.id === `container:${id}`);
  return {
    reaches: (way, origin) => way === 'container' && container(origin) !== undefined,
    async end(_way, { origin }, signal) {
      const found = container(origin);
      if (!found) throw new Error(t('it is gone'));
      await engines.stop(found, GRACE_S, signal);
      return `${found.engine} stop ${found.name}`;
    },
  };
}

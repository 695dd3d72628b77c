import type { PortMap, PortMapOrigin, PortMapProcess } from './portMap';

/** More than this many going at once are not worth a farewell: they are a storm, or another picture. */
const MAX_GONE = 30;

/** Keys of all there is: origins, processes and listeners. */
export function keysOf({ origins }: PortMap): Set<string> {
  return new Set(
    origins.flatMap(({ key, processes }) => [
      key,
      ...processes.flatMap((process) => [process.key, ...process.listeners.map((listener) => listener.key)]),
    ]),
  );
}

/**
 * The port map, with what was shown and has gone but still `lingers`, in its old place and with its calls. A process
 * that has a new one of its name beside it is dropped at once: that is a restart, and the new one takes its place.
 */
export function withGone(shown: PortMap, now: PortMap, lingers: (key: string) => boolean): PortMap {
  const here = keysOf(now);
  const gone = [...keysOf(shown)].filter((key) => !here.has(key));
  if (gone.length === 0 || gone.length > MAX_GONE || !gone.some(lingers)) return now;

  const stays = (key: string): boolean => here.has(key) || lingers(key);
  const current = new Map(now.origins.map((origin) => [origin.key, origin]));
  const origins = now.origins.map((origin) => {
    const before = shown.origins.find(({ key }) => key === origin.key);
    return before ? joined(before, origin, stays) : origin;
  });
  shown.origins.forEach((origin, index) => {
    if (current.has(origin.key) || !stays(origin.key)) return;
    const processes = origin.processes.filter(({ key }) => stays(key));
    if (processes.length > 0) origins.splice(index, 0, { ...origin, processes });
  });
  const still = keysOf({ origins, calls: [] });
  const ended = shown.calls.filter(
    ({ from, to }) => still.has(from) && still.has(to) && !(here.has(from) && here.has(to)),
  );
  return { origins, calls: [...now.calls, ...ended] };
}

function joined(before: PortMapOrigin, now: PortMapOrigin, stays: (key: string) => boolean): PortMapOrigin {
  const names = new Set(now.processes.map(({ name }) => name));
  const old = new Map(before.processes.map((process) => [process.key, process]));
  const here = new Set(now.processes.map(({ key }) => key));
  const processes = now.processes.map((process) => withListeners(old.get(process.key), process, stays));
  before.processes.forEach((process, index) => {
    if (!here.has(process.key) && stays(process.key) && !names.has(process.name)) {
      processes.splice(index, 0, process);
    }
  });
  return { ...now, processes };
}

function withListeners(
  before: PortMapProcess | undefined,
  now: PortMapProcess,
  stays: (key: string) => boolean,
): PortMapProcess {
  const here = new Set(now.listeners.map(({ key }) => key));
  const gone = (before?.listeners ?? []).filter(({ key }) => !here.has(key) && stays(key));
  return gone.length === 0 ? now : { ...now, listeners: [...now.listeners, ...gone] };
}

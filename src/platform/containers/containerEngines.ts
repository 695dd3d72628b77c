import { homedir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from '../../core/origins/container';
import type { Gap } from '../../core/snapshot/reading';
import { reasonOf } from '../../core/text/reasonOf';
import { sameValue } from '../../core/values/sameValue';
import { EngineClient, EngineError } from './engineClient';
import { engineSockets } from './engineSockets';
import { type Inspection, parseContainers, parseInspection } from './parseContainers';

interface Disposable {
  dispose(): void;
}

export interface ContainerEnginesOptions {
  /** Paths of the sockets to ask, found anew at each refresh: an engine may start at any time. */
  readonly sockets?: () => readonly string[];
  /** Told why an engine that is there could not be asked. */
  readonly log?: (line: string) => void;
  /** Milliseconds that events are gathered before the engine is asked again: `compose up` has dozens at a time. */
  readonly gatherMs?: number;
}

/** How long a question waits for an engine that may be there, in milliseconds. */
const NOTICE_MS = 1000;

/** How long, in milliseconds, an engine may go on listing a container that it says has stopped. */
const LISTED_MS = 2000;
const LISTED_POLL_MS = 50;

/** One engine that answered, and what it said last. */
interface Engine {
  readonly client: EngineClient;
  readonly name: Container['engine'];
  /** By container id: what listing does not say. Forgotten when an event tells of the container. */
  readonly inspections: Map<string, Inspection>;
  containers: readonly Container[];
  /** Ends the following of its events. */
  following: AbortController | undefined;
}

/** Those that change what is listed; health checks alone would be an event every few seconds. */
const EVENTS = ['start', 'die', 'pause', 'unpause', 'rename', 'update', 'destroy'];

/** {@link ContainerEnginesOptions.gatherMs} */
const GATHER_MS = 100;

/** How often an engine is asked again that lists what it has told to have ended; each time it is given twice as long. */
const MOST_AGAIN = 5;

/** How much longer than a container's own grace time its engine may take to stop it, in seconds. */
const STOP_MARGIN = 10;

/**
 * The container engines of this machine: Docker and Podman, rootful and rootless, through the API on their sockets. They
 * are asked on demand, and followed by their events while anybody listens; never by a beat. No engine is no error.
 */
export class ContainerEngines implements Disposable {
  readonly #sockets: () => readonly string[];
  readonly #log: (line: string) => void;
  readonly #gatherMs: number;
  readonly #engines = new Map<string, Engine>();
  readonly #listeners = new Set<() => void>();
  #refused: readonly string[] = [];
  #asking: Promise<void> | undefined;
  /** Begins when the one under way has ended: that may have listed what has changed since. */
  #askingNext: Promise<void> | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  /** By id: those that are said to have ended, and how often they were listed all the same. */
  readonly #ended = new Map<string, number>();
  #current: readonly Container[] = [];

  constructor(options: ContainerEnginesOptions = {}) {
    this.#sockets = options.sockets ?? (() => engineSockets({ environment: process.env, home: homedir() }));
    this.#log = options.log ?? (() => undefined);
    this.#gatherMs = options.gatherMs ?? GATHER_MS;
  }

  /** As the engines said last; the same array while nothing changed. */
  current(): readonly Container[] {
    return this.#current;
  }

  /** Engines that are there and may not be asked. */
  gaps(): readonly Gap[] {
    return this.#refused.map((path) => ({
      kind: 'permission',
      subject: 'containers',
      count: 1,
      detail: path,
    }));
  }

  /**
   * Asks every engine, after the call; who waits for the same answers shares them. Never rejects: an engine that does not
   * answer has no containers.
   */
  async refresh(): Promise<readonly Container[]> {
    this.#askingNext ??= this.#askInTurn();
    await this.#askingNext;
    return this.#current;
  }

  /**
   * Asks only where something is not known yet: an engine that has started since, or what one has just told of. Never
   * waits long.
   */
  async notice(): Promise<void> {
    const isAsking = this.#gathering !== undefined || this.#asking !== undefined;
    if (!isAsking && this.#sockets().every((path) => this.#engines.has(path))) return;
    await Promise.race([this.refresh(), delay(NOTICE_MS, undefined, { ref: false })]);
  }

  /** Follows the engines' events until that is disposed of. */
  onDidChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    for (const engine of this.#engines.values()) this.#follow(engine);
    return {
      dispose: () => {
        this.#listeners.delete(listener);
        if (this.#listeners.size === 0) this.#unfollow();
      },
    };
  }

  /**
   * Asks the container's engine to stop it: SIGTERM (or what its image says) to its first process, and SIGKILL after the
   * grace time. Resolves when it has stopped and is listed no more. Rejects with the engine's words.
   */
  async stop(
    { id, endpoint }: Pick<Container, 'id' | 'endpoint'>,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<void> {
    const client = this.#engines.get(endpoint)?.client ?? new EngineClient(endpoint);
    const limit = AbortSignal.timeout((graceSeconds + STOP_MARGIN) * 1000);
    await client.post(`/containers/${id}/stop?t=${graceSeconds}`, AbortSignal.any([signal, limit]));
    // It says so a moment before it lists it no more.
    const end = Date.now() + LISTED_MS;
    do {
      await this.refresh();
      if (!this.#current.some((each) => each.id === id)) return;
      await delay(LISTED_POLL_MS);
    } while (!signal.aborted && Date.now() < end);
  }

  dispose(): void {
    this.#listeners.clear();
    this.#unfollow();
  }

  async #askInTurn(): Promise<void> {
    await this.#asking?.catch(() => undefined); // its own caller hears of it
    this.#askingNext = undefined;
    this.#asking = this.#askAll().finally(() => (this.#asking = undefined));
    await this.#asking;
  }

  async #askAll(): Promise<void> {
    const paths = this.#sockets();
    for (const [path, { following }] of this.#engines) {
      if (paths.includes(path)) continue;
      following?.abort();
      this.#engines.delete(path);
    }
    const refused: string[] = [];
    await Promise.all(
      paths.map(async (path) => {
        try {
          await this.#ask(await this.#meet(path));
        } catch (error) {
          this.#engines.get(path)?.following?.abort();
          this.#engines.delete(path);
          const errno = (error as NodeJS.ErrnoException).code;
          if (errno === 'EACCES' || errno === 'EPERM') refused.push(path);
          // A socket file that its engine left behind when it ended.
          else if (errno !== 'ENOENT' && errno !== 'ECONNREFUSED') this.#log(`${path}: ${reasonOf(error)}`);
        }
      }),
    );
    const before = this.#current;
    const byId = new Map<string, Container>();
    for (const path of paths) {
      for (const each of this.#engines.get(path)?.containers ?? [])
        if (!byId.has(each.id)) byId.set(each.id, each);
    }
    const now = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const changed = !sameValue(before, now) || !sameValue(this.#refused, refused);
    this.#refused = refused;
    if (!changed) return;
    this.#current = now;
    for (const listener of [...this.#listeners]) listener();
  }

  async #meet(path: string): Promise<Engine> {
    const known = this.#engines.get(path);
    if (known) return known;
    const client = new EngineClient(path);
    const name = /podman/i.test(JSON.stringify(await client.get('/version'))) ? 'podman' : 'docker';
    const engine: Engine = { client, name, inspections: new Map(), containers: [], following: undefined };
    this.#engines.set(path, engine);
    return engine;
  }

  async #ask(engine: Engine): Promise<void> {
    const { client, name, inspections } = engine;
    if (this.#listeners.size > 0) this.#follow(engine);
    const listed = parseContainers(await client.get('/containers/json'));
    const containers: Container[] = [];
    for (const container of listed) {
      const inspection = inspections.get(container.id) ?? (await inspect(client, container.id));
      inspections.set(container.id, inspection);
      containers.push({ ...container, ...inspection, engine: name, endpoint: client.socketPath });
    }
    for (const id of inspections.keys()) if (!listed.some((each) => each.id === id)) inspections.delete(id);
    engine.containers = containers;
  }

  #follow(engine: Engine): void {
    if (engine.following) return;
    const following = new AbortController();
    engine.following = following;
    const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: EVENTS }));
    engine.client
      .follow(`/events?filters=${filters}`, following.signal, (event) => {
        const id = idOf(event);
        if (id !== undefined) {
          engine.inspections.delete(id);
          if (isEnd(event)) this.#ended.set(id, 0);
          else this.#ended.delete(id);
        }
        this.#gather();
      })
      .catch((error: unknown) => {
        if (!following.signal.aborted) this.#log(`${engine.client.socketPath}: ${reasonOf(error)}`);
      })
      .finally(() => {
        if (engine.following !== following) return;
        engine.following = undefined;
        // The engine ended: what it ran is gone, or will be told anew when somebody asks.
        if (!following.signal.aborted) this.#gather();
      });
  }

  #gather(): void {
    if (this.#listeners.size === 0) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.refresh().then(() => this.#askAgain());
    }, this.#gatherMs);
  }

  /** Docker tells of a container's end a moment before it lists it no more, and then tells nothing. */
  #askAgain(): void {
    clearTimeout(this.#again);
    const listed = new Set(this.#current.map(({ id }) => id));
    let most = 0;
    for (const [id, times] of this.#ended) {
      if (!listed.has(id) || times === MOST_AGAIN) this.#ended.delete(id);
      else this.#ended.set(id, times + 1);
      most = Math.max(most, this.#ended.get(id) ?? 0);
    }
    if (most > 0) this.#again = setTimeout(() => this.#gather(), this.#gatherMs * 2 ** (most - 1));
  }

  #unfollow(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#again);
    this.#ended.clear();
    this.#gathering = undefined;
    for (const { following } of this.#engines.values()) following?.abort();
    for (const engine of this.#engines.values()) engine.following = undefined;
  }
}

/** A container can be gone between being listed and being asked about. */
async function inspect(client: EngineClient, id: string): Promise<Inspection> {
  try {
    return parseInspection(await client.get(`/containers/${id}/json`));
  } catch (error) {
    if (error instanceof EngineError) return { restartPolicy: null, pid: null };
    throw error;
  }
}

const isEnd = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'Action' in event && event.Action === 'die';

/** `{"Type":"container","Action":"start","Actor":{"ID":"4c01…"}}`; older ones have `id` too. */
function idOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('Actor' in event)) return undefined;
  const { Actor: actor } = event;
  if (typeof actor !== 'object' || actor === null || !('ID' in actor)) return undefined;
  return typeof actor.ID === 'string' ? actor.ID : undefined;
}

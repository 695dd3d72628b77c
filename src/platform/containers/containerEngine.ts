import { setMaxListeners } from 'node:events';
import type { Container } from '../../core/origins/container';
import { reasonOf } from '../../core/text/reasonOf';
import { EngineClient, EngineError } from './engineClient';
import { type Inspection, type ListedContainer, parseContainer, parseInspection } from './parseContainers';

/** Containers that are inspected at the same time. */
const AT_ONCE = 8;

/** How long all questions of one refresh may take together, in milliseconds. */
const ANSWER_MS = 5000;

/** Stands for the inspection of a container that the engine did not answer about. */
const NOT_SAID: Inspection = { restartPolicy: null, pid: null };

/** Events that change what is listed; health checks alone would be an event every few seconds. */
const EVENTS = ['start', 'die', 'pause', 'unpause', 'rename', 'update', 'destroy'];

/** The last answer of one engine. */
export interface EngineAnswer {
  readonly containers: readonly Container[];
  /** Why some of it is missing; `null`: it answered everything. */
  readonly failure: string | null;
}

/** An event that tells of a container. */
export interface ContainerEvent {
  /** `undefined`: the event names no container. */
  readonly id: string | undefined;
  /** Whether the container has ended. */
  readonly ended: boolean;
}

/**
 * One container engine, asked through its socket. What it said of a container is kept until an event names that
 * container.
 */
export class ContainerEngine {
  readonly #client: EngineClient;
  readonly #inspections = new Map<string, Inspection>();
  #name: Container['engine'] | undefined;

  constructor(socketPath: string) {
    this.#client = new EngineClient(socketPath);
  }

  /**
   * What it runs. Takes at most {@link ANSWER_MS}, however many containers there are and however slowly it answers: what
   * it has not said by then is missing, and the answer says so. Rejects where it does not even list its containers.
   */
  async ask(): Promise<EngineAnswer> {
    const signal = AbortSignal.timeout(ANSWER_MS);
    // Each question listens to it.
    setMaxListeners(0, signal);
    try {
      const name = (this.#name ??= await engineName(this.#client, signal));
      const listed: ListedContainer[] = [];
      for await (const item of this.#client.list('/containers/json', signal))
        listed.push(...parseContainer(item));
      const failure = await this.#inspect(listed, signal);
      const endpoint = this.#client.socketPath;
      const containers = listed.map((each) => ({
        ...each,
        ...(this.#inspections.get(each.id) ?? NOT_SAID),
        ...{ engine: name, endpoint },
      }));
      return { containers, failure };
    } catch (error) {
      throw tooLate(signal) ?? error;
    }
  }

  /** Follows its events until the signal; resolves when it ends them, rejects where they cannot be followed. */
  follow(signal: AbortSignal, onEvent: (event: ContainerEvent) => void): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: EVENTS }));
    return this.#client.follow(`/events?filters=${filters}`, signal, (event) => {
      const id = idOf(event);
      if (id !== undefined) this.#inspections.delete(id);
      onEvent({ id, ended: isEnd(event) });
    });
  }

  /** SIGTERM (or what its image says) to its first process, and SIGKILL after the grace time. Rejects with the engine's words. */
  async stop(id: string, graceSeconds: number, signal: AbortSignal): Promise<void> {
    await this.#client.post(`/containers/${id}/stop?t=${graceSeconds}`, signal);
  }

  /** @returns why some were not inspected, or `null` */
  async #inspect(listed: readonly ListedContainer[], signal: AbortSignal): Promise<string | null> {
    for (const id of this.#inspections.keys())
      if (!listed.some((each) => each.id === id)) this.#inspections.delete(id);
    const missing = listed.map(({ id }) => id).filter((id) => !this.#inspections.has(id));
    const next = missing.values();
    const failures: string[] = [];
    const inspectInTurn = async (): Promise<void> => {
      for (const id of next) {
        if (signal.aborted || failures.length > 0) return;
        try {
          this.#inspections.set(id, await inspection(this.#client, id, signal));
        } catch (error) {
          failures.push(reasonOf(tooLate(signal) ?? error));
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, missing.length) }, inspectInTurn));
    return failures[0] ?? null;
  }
}

/** Why all questions have ended, where the time was over. */
const tooLate = ({ aborted }: AbortSignal): Error | undefined =>
  aborted ? new Error(`no answer within ${ANSWER_MS / 1000} s`) : undefined;

const engineName = async (client: EngineClient, signal: AbortSignal): Promise<Container['engine']> =>
  /podman/i.test(JSON.stringify(await client.get('/version', signal))) ? 'podman' : 'docker';

/** A container can go between being listed and being inspected. */
async function inspection(client: EngineClient, id: string, signal: AbortSignal): Promise<Inspection> {
  try {
    return parseInspection(await client.get(`/containers/${id}/json`, signal));
  } catch (error) {
    if (error instanceof EngineError) return NOT_SAID;
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

import { homedir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from '../../core/origins/container';
import type { Gap } from '../../core/snapshot/reading';
import { oneLine } from '../../core/text/oneLine';
import { reasonOf } from '../../core/text/reasonOf';
import { sameValue } from '../../core/values/sameValue';
import { BackOff } from './backOff';
import { ContainerEngine, type ContainerEvent } from './containerEngine';
import { engineSockets } from './engineSockets';

interface Disposable {
  dispose(): void;
}

export interface ContainerEnginesOptions {
  /** Paths of the sockets to ask, found again at each refresh: an engine may start at any time. */
  readonly sockets?: () => readonly string[];
  /** Called with the reason why an engine that is there could not be asked or followed; once, until it can be again. */
  readonly log?: (line: string) => void;
  /** Milliseconds that events are gathered before the engine is asked again: `compose up` has dozens at a time. */
  readonly gatherMs?: number;
  /** The first pause, in milliseconds, before an engine that failed is asked or followed again by itself. */
  readonly backOffMs?: number;
}

/** How long a question waits for an engine that may be there, in milliseconds. */
const NOTICE_MS = 1000;

/** How long, in milliseconds, an engine may go on listing a container that it says has stopped. */
const LISTED_MS = 2000;
const LISTED_POLL_MS = 50;

/** {@link ContainerEnginesOptions.gatherMs} */
const GATHER_MS = 100;

/** Where events come without end: asking takes at most this part of the time, and waits at most {@link MAX_GATHER_MS}. */
const GATHER_SHARE = 1 / 10;
const MAX_GATHER_MS = 5000;

/** {@link ContainerEnginesOptions.backOffMs} */
const BACK_OFF_MS = 1000;

/** How often an engine is asked again that lists what it has told to have ended; each time it is given twice as long. */
const MOST_AGAIN = 5;

/** How much longer than a container's own grace time its engine may take to stop it, in seconds. */
const STOP_MARGIN = 10;

/** The longest reason that is shown, in characters. */
const MAX_REASON = 300;

/** One engine whose socket is there, and its last answer. */
interface Known {
  readonly engine: ContainerEngine;
  containers: readonly Container[];
  /** Why it could not be asked, or not about everything. */
  gap: Gap | undefined;
  /** The pause after failures, for questions that the user did not ask for. */
  readonly asking: BackOff;
  readonly following: BackOff;
  /** Ends the following of its events. */
  follow: AbortController | undefined;
}

/**
 * The container engines of this machine: Docker and Podman, rootful and rootless, through the API on their sockets. They
 * are asked on demand, and followed by their events while anybody listens; never by a rhythm. That there is no engine is no
 * error. What one says is bounded in size and in time; what it does not say is a gap.
 */
export class ContainerEngines implements Disposable {
  readonly #sockets: () => readonly string[];
  readonly #log: (line: string) => void;
  readonly #gatherMs: number;
  readonly #backOffMs: number;
  /** Every engine that was found, by the path of its socket. */
  readonly #known = new Map<string, Known>();
  readonly #listeners = new Set<() => void>();
  #gaps: readonly Gap[] = [];
  #asking: Promise<void> | undefined;
  /** Begins when the current one has ended: that one may have listed what has changed since. */
  #askingNext: Promise<void> | undefined;
  #gathering: NodeJS.Timeout | undefined;
  /** How long asking took last, in milliseconds. */
  #askMs = 0;
  #again: NodeJS.Timeout | undefined;
  /** Containers that were reported as ended, by id, and how often they have been listed since. */
  readonly #ended = new Map<string, number>();
  #current: readonly Container[] = [];

  constructor(options: ContainerEnginesOptions = {}) {
    this.#sockets = options.sockets ?? (() => engineSockets({ environment: process.env, home: homedir() }));
    this.#log = options.log ?? (() => undefined);
    this.#gatherMs = options.gatherMs ?? GATHER_MS;
    this.#backOffMs = options.backOffMs ?? BACK_OFF_MS;
  }

  /** The containers that the engines listed last; the same array while nothing changes. */
  current(): readonly Container[] {
    return this.#current;
  }

  /** Engines that are there and may not be asked, or failed to answer; the same array while nothing changed. */
  gaps(): readonly Gap[] {
    return this.#gaps;
  }

  /**
   * Asks every engine, after the call; who waits for the same answers shares them. Takes some 5 s at most. Never rejects: an
   * engine that does not answer is a gap.
   */
  async refresh(): Promise<readonly Container[]> {
    this.#askingNext ??= this.#askInTurn();
    await this.#askingNext;
    return this.#current;
  }

  /**
   * Asks only where something is not known yet: an engine that has started since, one that failed a while ago, or what one
   * has just told of. Never waits long.
   */
  async notice(): Promise<void> {
    const isAsking = this.#gathering !== undefined || this.#asking !== undefined;
    const isKnown = (path: string): boolean => {
      const known = this.#known.get(path);
      return known !== undefined && (known.gap?.kind !== 'failed' || known.asking.isOn());
    };
    if (!isAsking && this.#sockets().every(isKnown)) return;
    await Promise.race([this.refresh(), delay(NOTICE_MS, undefined, { ref: false })]);
  }

  /** Follows the engines' events until that is disposed of. */
  onDidChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    for (const [path, known] of this.#known) this.#follow(path, known);
    return {
      dispose: () => {
        this.#listeners.delete(listener);
        if (this.#listeners.size === 0) this.#unfollow();
      },
    };
  }

  /**
   * Asks the container's engine to stop it. Resolves when it has stopped and is listed no more. Rejects with the engine's
   * words.
   */
  async stop(
    { id, endpoint }: Pick<Container, 'id' | 'endpoint'>,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<void> {
    const engine = this.#known.get(endpoint)?.engine ?? new ContainerEngine(endpoint);
    const limit = AbortSignal.timeout((graceSeconds + STOP_MARGIN) * 1000);
    await engine.stop(id, graceSeconds, AbortSignal.any([signal, limit]));
    // The engine says that the container has stopped a moment before its list leaves it out.
    const end = performance.now() + LISTED_MS;
    do {
      await this.refresh();
      if (!this.#current.some((each) => each.id === id)) return;
      await delay(LISTED_POLL_MS);
    } while (!signal.aborted && performance.now() < end);
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
    const began = performance.now();
    const paths = this.#sockets();
    for (const path of this.#known.keys()) if (!paths.includes(path)) this.#forget(path);
    await Promise.all(paths.map((path) => this.#ask(path)));
    this.#askMs = performance.now() - began;
    const byId = new Map<string, Container>();
    const gaps: Gap[] = [];
    for (const path of paths) {
      const known = this.#known.get(path);
      if (known?.gap) gaps.push(known.gap);
      for (const each of known?.containers ?? []) if (!byId.has(each.id)) byId.set(each.id, each);
    }
    const now = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (sameValue(this.#current, now) && sameValue(this.#gaps, gaps)) return;
    this.#gaps = gaps;
    this.#current = now;
    for (const listener of [...this.#listeners]) listener();
  }

  async #ask(path: string): Promise<void> {
    const known = this.#known.get(path) ?? this.#meet(path);
    try {
      if (this.#listeners.size > 0) this.#follow(path, known);
      const { containers, failure } = await known.engine.ask();
      known.containers = containers;
      this.#note(path, known, failure);
    } catch (error) {
      known.containers = [];
      const errno = (error as NodeJS.ErrnoException).code;
      // The engine left its socket file behind when it ended.
      if (errno === 'ENOENT' || errno === 'ECONNREFUSED') this.#forget(path);
      else if (errno === 'EACCES' || errno === 'EPERM')
        known.gap = { kind: 'permission', subject: 'containers', count: 1, detail: path };
      else this.#note(path, known, reasonOf(error));
    }
  }

  /** @param failure `null`: it answered */
  #note(path: string, known: Known, failure: string | null): void {
    if (failure === null) {
      known.gap = undefined;
      known.asking.end();
      return;
    }
    const detail = `${path}: ${oneLine(failure, MAX_REASON)}`;
    if (known.gap?.detail !== detail) this.#log(detail);
    known.gap = { kind: 'failed', subject: 'containers', count: 1, detail };
    known.asking.begin();
  }

  #meet(path: string): Known {
    const known: Known = {
      ...{ engine: new ContainerEngine(path), containers: [], gap: undefined, follow: undefined },
      ...{ asking: new BackOff(this.#backOffMs), following: new BackOff(this.#backOffMs) },
    };
    this.#known.set(path, known);
    return known;
  }

  #forget(path: string): void {
    const known = this.#known.get(path);
    known?.follow?.abort();
    known?.following.end();
    this.#known.delete(path);
  }

  #follow(path: string, known: Known): void {
    if (known.follow || known.following.isOn()) return;
    const follow = new AbortController();
    known.follow = follow;
    const began = performance.now();
    known.engine
      .follow(follow.signal, (event) => this.#hear(event))
      .catch((error: unknown) => {
        if (!follow.signal.aborted && !known.following.wasOn)
          this.#log(`${path}: its events: ${oneLine(reasonOf(error), MAX_REASON)}`);
      })
      .finally(() => {
        if (known.follow !== follow) return;
        known.follow = undefined;
        if (follow.signal.aborted) return;
        // Some engines, or a proxy before them, end the events at once and would be asked without end.
        known.following.begin(performance.now() - began, () => this.#gather());
        // The engine ended: its containers have gone, or the next question finds them.
        this.#gather();
      });
  }

  #hear({ id, ended }: ContainerEvent): void {
    if (id !== undefined && ended) this.#ended.set(id, 0);
    else if (id !== undefined) this.#ended.delete(id);
    this.#gather();
  }

  #gather(): void {
    if (this.#listeners.size === 0) return;
    const pause = Math.min(MAX_GATHER_MS, Math.max(this.#gatherMs, this.#askMs / GATHER_SHARE));
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.refresh().then(() => this.#askAgain());
    }, pause);
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
    for (const known of this.#known.values()) {
      known.follow?.abort();
      known.follow = undefined;
      known.following.end();
    }
  }
}

import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const VARIABLE = 'PORTOLAN_FAMILY';

/**
 * A process and all that came from it, known by a mark in the environment: it also finds what left the process group
 * (every terminal is a session of its own) and what was orphaned. Where there is no /proc it finds none, and ends
 * only the process group.
 */
export class ProcessFamily {
  /** What the first process must be started with. A family within a family belongs to both. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #mark = randomUUID();
  #leader: number | undefined;

  constructor() {
    this.environment = { [VARIABLE]: [process.env[VARIABLE], this.#mark].join(' ') };
  }

  /** @param pid of a process that leads its own group (`detached: true`) */
  ledBy(pid: number | undefined): void {
    this.#leader = pid;
  }

  /** Pids of those that live, ourselves left out. */
  members(): number[] {
    if (!fs.existsSync('/proc/self/environ')) return [];
    return fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => pid !== process.pid && this.#has(pid));
  }

  /**
   * Asks all to end, makes those end that have not within three seconds, and waits until they have: until then they may
   * still write into a folder that is about to be removed.
   *
   * @throws where one is left all the same
   */
  async end(): Promise<void> {
    this.#signal('SIGTERM');
    await this.#gone(3_000);
    this.kill();
    if (!(await this.#gone(20_000))) throw new Error(`Could not be ended: ${this.members().join(', ')}`);
  }

  /** For `process.on('exit')`: at once, and again for children that were born meanwhile. */
  kill(): void {
    for (let round = 0; round < 5 && this.#alive(); round++) this.#signal('SIGKILL');
  }

  /** Waits until none is left; whether that came about in time, in milliseconds. */
  async #gone(within: number): Promise<boolean> {
    const deadline = Date.now() + within;
    while (this.#alive()) {
      if (Date.now() >= deadline) return false;
      await delay(50);
    }
    return true;
  }

  #alive(): boolean {
    // A group also has those that have ended and that nobody has asked how.
    if (fs.existsSync('/proc/self/environ')) return this.members().length > 0;
    return this.#leader !== undefined && send(-this.#leader, 0);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#leader !== undefined) send(-this.#leader, signal);
    for (const pid of this.members()) send(pid, signal);
  }

  #has(pid: number): boolean {
    try {
      return fs.readFileSync(`/proc/${pid}/environ`).includes(this.#mark);
    } catch {
      return false; // ended meanwhile, or another user's
    }
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // gone already
  }
}

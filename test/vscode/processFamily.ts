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

  /** Asks all to end, and makes those end that have not within three seconds. */
  async end(): Promise<void> {
    this.#signal('SIGTERM');
    const deadline = Date.now() + 3_000;
    while (this.#alive() && Date.now() < deadline) await delay(50);
    this.kill();
  }

  /** For `process.on('exit')`: at once, and again for children that were born meanwhile. */
  kill(): void {
    for (let round = 0; round < 5 && this.#alive(); round++) this.#signal('SIGKILL');
  }

  #alive(): boolean {
    if (this.members().length > 0) return true;
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

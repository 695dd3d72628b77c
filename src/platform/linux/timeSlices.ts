import type { Cost } from '../../core/snapshot/reading';

/** Longest stretch without a turn for others on this thread, in milliseconds. */
const SLICE_MS = 4;

/** Lets the thread's other work in between, and adds up what was used without it. */
export class TimeSlices {
  #cpuMicros = 0;
  #wallMs = 0;
  #cpu = process.cpuUsage();
  #since = performance.now();

  get due(): boolean {
    return performance.now() - this.#since >= SLICE_MS;
  }

  async pass(): Promise<void> {
    this.#add();
    await new Promise((resolve) => setImmediate(resolve));
    this.#cpu = process.cpuUsage();
    this.#since = performance.now();
  }

  /** The cost from the beginning until now. */
  cost(): Cost {
    this.#add();
    return { cpuMs: this.#cpuMicros / 1000, wallMs: this.#wallMs };
  }

  #add(): void {
    const cpu = process.cpuUsage();
    const now = performance.now();
    const passedMs = now - this.#since;
    const usedMicros = cpu.user + cpu.system - this.#cpu.user - this.#cpu.system;
    // The process's other threads are in it too; this one cannot have used more than has passed.
    this.#cpuMicros += Math.min(usedMicros, passedMs * 1000);
    this.#wallMs += passedMs;
    this.#cpu = cpu;
    this.#since = now;
  }
}

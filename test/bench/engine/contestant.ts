import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What one run cost: time and memory. */
export interface Taken {
  /** User and system time of the process and its children. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Largest resident set so far of any child, in bytes. */
  readonly maxRss: number;
}

/** A process of its own that runs something on demand, so that what it takes can be told from everything else. */
export class Contestant<Order extends object, Result extends object> {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @param script in this folder; it says that it is ready by a first message */
  static async start<O extends object, R extends object>(
    script: string,
    args: readonly string[],
    nodeOptions: readonly string[] = [],
  ): Promise<Contestant<O, R>> {
    const child = fork(join(__dirname, script), args, {
      execArgv: ['--import', 'tsx', ...nodeOptions],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    return new Contestant<O, R>(child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async run(order: Order): Promise<Result> {
    this.#child.send(order);
    const [answer] = (await once(this.#child, 'message')) as [Result | { error: string }];
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}

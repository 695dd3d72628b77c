import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { worldScript } from '../../support/world/worldScript';
import type { WorldSpec } from './worlds';

export type BuilderOrder =
  | { readonly do: 'build'; readonly spec: WorldSpec; readonly loopbackDown: boolean }
  /** A new listener in an old process; with a port, that one again. */
  | { readonly do: 'open'; readonly port?: number }
  | { readonly do: 'close'; readonly port: number }
  /** A new listener in a new process; and that one's end. */
  | { readonly do: 'spawn' }
  | { readonly do: 'end' }
  /** A tenth of the connections closed, and as many opened. */
  | { readonly do: 'replace' };

/** A listener: its inode as fstat(2) says, and when it listened, in milliseconds since the epoch with fractions. */
export interface Opened {
  readonly port: number;
  readonly inode: number;
  readonly at: number;
}

export type BuilderAnswer = { readonly opened?: Opened } | { readonly error: string };

/** A built world; its builder is one more process in it, and holds a tenth of the connections. */
export class World {
  readonly #builder: ChildProcess;

  private constructor(builder: ChildProcess) {
    this.#builder = builder;
  }

  /** @param loopbackDown in a new network namespace `lo` is down, and set up first */
  static async build(spec: WorldSpec, loopbackDown: boolean): Promise<World> {
    const builder = spawn(process.execPath, [worldScript('worldBuilder')], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(builder, 'message');
    const world = new World(builder);
    await world.#ask({ do: 'build', spec, loopbackDown });
    return world;
  }

  async open(port?: number): Promise<Opened> {
    return await this.#opened({ do: 'open', ...(port === undefined ? {} : { port }) });
  }

  async close(port: number): Promise<void> {
    await this.#ask({ do: 'close', port });
  }

  async spawn(): Promise<Opened> {
    return await this.#opened({ do: 'spawn' });
  }

  async end(): Promise<void> {
    await this.#ask({ do: 'end' });
  }

  async replace(): Promise<void> {
    await this.#ask({ do: 'replace' });
  }

  async stop(): Promise<void> {
    this.#builder.disconnect();
    await once(this.#builder, 'exit');
  }

  async #opened(order: BuilderOrder): Promise<Opened> {
    const { opened } = await this.#ask(order);
    if (!opened) throw new Error(`Nothing was opened by ${order.do}`);
    return opened;
  }

  async #ask(order: BuilderOrder): Promise<Exclude<BuilderAnswer, { error: string }>> {
    this.#builder.send(order);
    const [answer] = (await once(this.#builder, 'message')) as [BuilderAnswer];
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Answer, Held, Order } from './order';
import { worldScript } from './worldScript';

type OpenOrder = Omit<Order & { do: 'open' }, 'do'>;

/** A child process that holds real sockets for a test. Ends with the test's process, whatever becomes of that. */
export class Holder {
  private constructor(private readonly child: ChildProcess) {}

  /** `wrapper` is a command that runs another one in its place: `['unshare', '--net']`. */
  static async start(wrapper: readonly string[] = []): Promise<Holder> {
    const node = [process.execPath, worldScript('holderProcess')];
    // env(1) runs what follows in its place.
    const child = spawn('env', [...wrapper, ...node], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(child, 'message');
    return new Holder(child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  async open(order: OpenOrder): Promise<Held> {
    const { held } = await this.ask({ do: 'open', ...order });
    return held[0]!;
  }

  async pair(type: 'stream' | 'dgram' | 'seqpacket'): Promise<readonly [Held, Held]> {
    const { held } = await this.ask({ do: 'pair', type });
    return [held[0]!, held[1]!];
  }

  async accept(listener: Held): Promise<Held> {
    const { held } = await this.ask({ do: 'accept', fd: listener.fd });
    return held[0]!;
  }

  async close(socket: Held): Promise<void> {
    await this.ask({ do: 'close', fd: socket.fd });
  }

  /** The pid of a new child that holds the socket too. */
  async share(socket: Held): Promise<number> {
    const { pid } = await this.ask({ do: 'share', fd: socket.fd });
    return pid!;
  }

  /** One order after the other: the holder does them in turn. */
  async ask(order: Order): Promise<Exclude<Answer, { error: string }>> {
    const ended = new AbortController();
    const end = (): void => ended.abort(new Error(`The holder ended over ${JSON.stringify(order)}`));
    this.child.once('exit', end);
    const answered = once(this.child, 'message', { signal: ended.signal });
    this.child.send(order);
    const [answer] = (await answered) as [Answer];
    this.child.off('exit', end);
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }

  /** For one that can no longer be asked. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    // Not by a signal: it may belong to another user by now.
    this.child.disconnect();
    await once(this.child, 'exit');
  }
}

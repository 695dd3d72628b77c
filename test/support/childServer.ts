import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A real process under test, which says on its standard output what the test waits for. */
export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Waits for the next line that it prints. */
  line(): Promise<string>;
  /** Tells it something: a line on its standard input. */
  tell(line: string): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export function startChild(file: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], ...options });
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    process: child,
    pid: child.pid!,
    line: async () => {
      const { value, done } = (await lines.next()) as { value: string; done?: boolean };
      if (done) throw new Error(`${file} ended before it said what was waited for`);
      return value;
    },
    tell: (line) => void child.stdin!.write(`${line}\n`),
    ended,
  };
}

/** Keeps what a suite's tests start, and ends it after each of them. */
export function keepChildren(): <C extends Child>(child: C) => C {
  const children: Child[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.ended;
    }
  });
  return (child) => {
    children.push(child);
    return child;
  };
}

/** Runs JavaScript in a process of its own. */
export const startNode = (script: string, options: SpawnOptions = {}): Child =>
  startChild(process.execPath, ['-e', script], options);

export interface Server extends Child {
  readonly port: number;
}

/**
 * A server on a free port of 127.0.0.1. `onTerm`: what it does about SIGTERM (JavaScript); `''` is the system's way.
 * Told `close`, it closes its listener, says `closed`, and lives on.
 */
export async function startServer(
  {
    onTerm = '',
    more = '',
    host = '127.0.0.1',
    port = 0,
  }: {
    onTerm?: string;
    more?: string;
    host?: string;
    port?: number;
  } = {},
  options: SpawnOptions = {},
): Promise<Server> {
  const child = startNode(
    `const server = require('node:net').createServer().listen(${port}, '${host}', () => console.log(server.address().port));
     setInterval(() => {}, 1e6);
     ${onTerm === '' ? '' : `process.on('SIGTERM', () => { ${onTerm} });`}
     require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
       if (line === 'close') server.close(() => console.log('closed'));
     });
     ${more}`,
    options,
  );
  return { ...child, port: Number(await child.line()) };
}

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { eventually } from '../e2e/eventually';

const extension = vscode.extensions.getExtension('portolan.portolan')!;
const READS = [
  'openSync',
  'readSync',
  'readdirSync',
  'readlinkSync',
  'lstatSync',
  'statSync',
  'readFileSync',
] as const;
const INTERVAL_MS = 100;

/** Whether the caller's caller is the extension: the tests run in its process, and so do others. */
const isOurs = (): boolean => new Error().stack?.includes(`${extension.extensionPath}/dist/`) ?? false;

/** Counts what the extension asks of the system, and the timers it has set that have not come. */
class Watch {
  reads = 0;
  readonly timers = new Set<unknown>();
  readonly #undo: (() => void)[] = [];

  constructor() {
    for (const name of READS) {
      this.#replace(fs, name, (original) => (...args) => {
        if (isOurs()) this.reads++;
        return original(...args);
      });
    }
    this.#replace(globalThis, 'setTimeout', (original) => (callback, ...rest) => {
      if (!isOurs()) return original(callback, ...rest);
      const timer = original(
        (...args: unknown[]) => {
          this.timers.delete(timer);
          (callback as (...args: unknown[]) => void)(...args);
        },
        ...rest,
      );
      this.timers.add(timer);
      return timer;
    });
    this.#replace(globalThis, 'setInterval', (original) => (...args) => {
      const timer = original(...args);
      if (isOurs()) this.timers.add(timer);
      return timer;
    });
    for (const name of ['clearTimeout', 'clearInterval'] as const) {
      this.#replace(globalThis, name, (original) => (timer) => {
        this.timers.delete(timer);
        return original(timer);
      });
    }
  }

  dispose(): void {
    for (const undo of this.#undo) undo();
  }

  #replace(
    owner: object,
    name: string,
    by: (original: (...args: unknown[]) => unknown) => (...args: unknown[]) => unknown,
  ): void {
    const original: unknown = Reflect.get(owner, name);
    assert.ok(typeof original === 'function');
    Reflect.set(owner, name, by(original.bind(owner) as (...args: unknown[]) => unknown));
    this.#undo.push(() => Reflect.set(owner, name, original));
  }
}

describe('while nobody looks', () => {
  const settings = vscode.workspace.getConfiguration('portolan');
  let watch: Watch;

  before(async () => {
    await settings.update('interval', INTERVAL_MS, vscode.ConfigurationTarget.Global);
    watch = new Watch();
  });
  after(async () => {
    watch.dispose();
    await settings.update('interval', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  const looksOn = async (): Promise<void> => {
    const before = watch.reads;
    await eventually('the view looks', () => watch.reads > before + 100);
  };

  it('reads nothing and has no timer, and the same counters count while the view is shown', async () => {
    await vscode.commands.executeCommand('portolan.sockets.focus');
    await looksOn();
    await eventually('the next look is due', () => watch.timers.size > 0);

    await vscode.commands.executeCommand('workbench.view.explorer');
    // What an event has asked for comes to its end by itself.
    await eventually('the last timer has come', () => watch.timers.size === 0);
    const before = watch.reads;
    await delay(10 * INTERVAL_MS); // that nothing happens can only be seen by letting it not happen
    assert.equal(watch.reads, before);
    assert.equal(watch.timers.size, 0);

    await vscode.commands.executeCommand('portolan.sockets.focus');
    await looksOn();
  });
});

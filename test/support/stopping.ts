import assert from 'node:assert/strict';
import { joinSnapshot } from '../../src/core/snapshot/joinSnapshot';
import type { Snapshot } from '../../src/core/snapshot/snapshot';
import { NO_WORKSPACE, type Workspace } from '../../src/core/snapshot/workspace';
import { localPort, type Socket } from '../../src/core/socket/socket';
import { protectedPids } from '../../src/core/stop/protection';
import type { Refusal, StopAim } from '../../src/core/stop/stopPlan';
import type { StopResult } from '../../src/core/stop/stopResult';
import { english } from '../../src/core/text/translate';
import type { Probe } from '../../src/platform/probe';
import { systemFor } from '../../src/platform/system';
import { type Clock, type PreparedStop, type StopDeps, type StopHandlers, Stopper } from '../../src/stopper';
import { SYSTEM_CLOCK } from '../../src/stopper/clock';
import { skip } from './skip';

/** For waits in which something has to happen, however busy the machine is: ten seconds pass as one. */
export const patient: Clock = { ...SYSTEM_CLOCK, now: () => performance.now() / 10 };

/** For waits that are meant to run out: a second passes in a fifth of one. */
export const hurried: Clock = {
  ...SYSTEM_CLOCK,
  now: () => performance.now() * 5,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms / 5);
      signal.addEventListener('abort', done);
    }),
};

export interface Call extends StopHandlers {
  readonly told: string[];
  /** What was said to be left, at each offer of force. */
  readonly offers: number[][];
  readonly cancel: AbortController;
}

/** Hears everything, cancels nothing, and answers the offers. */
export function handlers(
  force: boolean | 'unasked' = 'unasked',
  signals: boolean | 'unasked' = 'unasked',
): Call {
  const cancel = new AbortController();
  const call: Call = {
    told: [],
    offers: [],
    cancel,
    signal: cancel.signal,
    onProgress: (text) => void call.told.push(text),
    offerForce: (left) => {
      call.offers.push(left.map(({ pid }) => pid));
      assert.notEqual(force, 'unasked', 'force was offered');
      return Promise.resolve(force === true);
    },
    offerSignals: () => {
      assert.notEqual(signals, 'unasked', 'signals were offered');
      return Promise.resolve(signals === true);
    },
  };
  return call;
}

/** Whether there is such a process; a zombie counts. */
export const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** `SIGTERM 81243`, in the order in which they were sent. */
export const sent = ({ signals }: StopResult): string[] =>
  signals.map(({ pid, signal }) => `${signal} ${pid}`);

/** The real doors of a stopper, for a suite: this machine's sockets, processes and signals. */
export class Stopping {
  readonly #system = systemFor();
  readonly facts = { self: process.pid, ancestors: this.#system.ownAncestors(), shells: [] as number[] };
  workspace: Workspace = NO_WORKSPACE;
  readonly #prepared: PreparedStop[] = [];
  #probe: Probe | undefined;

  constructor() {
    before(function () {
      if (process.platform !== 'linux') skip(this, 'Linux only');
    });
    before(() => void (this.#probe = this.#system.probe()));
    afterEach(() => {
      for (const each of this.#prepared.splice(0)) each.close();
      this.workspace = NO_WORKSPACE;
    });
    after(() => this.#probe?.dispose());
  }

  look = async (): Promise<Snapshot> => joinSnapshot(await this.#probe!.read('all'), this.workspace, english);

  stopper(deps: Partial<StopDeps> = {}): Stopper {
    return new Stopper({
      look: this.look,
      signaller: this.#system.signaller,
      words: this.#system.words,
      bindTrial: this.#system.bindTrial,
      protectedPids: (snapshot) => protectedPids(snapshot, this.facts),
      translate: english,
      ...deps,
    });
  }

  listenerOn(snapshot: Snapshot, port: number): Socket {
    const found = [...snapshot.sockets.values()].find(
      (socket) => socket.state === 'LISTEN' && localPort(socket) === port,
    );
    assert.ok(found, `nothing listens on ${port}`);
    return found;
  }

  async attempt(
    port: number,
    stopper = this.stopper(),
    aim: Partial<StopAim> = {},
  ): Promise<PreparedStop | Refusal> {
    const snapshot = await this.look();
    const plan = stopper.prepare(snapshot, { sockets: [this.listenerOn(snapshot, port).id], ...aim });
    if (plan.kind === 'prepared') this.#prepared.push(plan);
    return plan;
  }

  async plan(port: number, stopper = this.stopper(), aim: Partial<StopAim> = {}): Promise<PreparedStop> {
    const plan = await this.attempt(port, stopper, aim);
    assert.equal(plan.kind, 'prepared', JSON.stringify(plan));
    return plan;
  }
}

import type { Translate } from '../text/translate';
import { type Joined, joining } from './joinSnapshot';
import type { Reading, Scope } from './reading';
import type { Snapshot } from './snapshot';
import type { Workspace } from './workspace';

export interface SnapshotJoinerDeps {
  /** What VS Code knows now; one object until something changes. */
  readonly workspace: () => Workspace;
  readonly t: Translate;
  /** Runs the steps to their end and lets others have their turn in between. */
  readonly run: <T>(steps: Iterator<unknown, T>) => Promise<T>;
}

/** Joins readings with what VS Code knows. What is the same as in the last snapshot of each scope is the same object. */
export class SnapshotJoiner {
  readonly #deps: SnapshotJoinerDeps;
  readonly #last = new Map<Scope, Joined>();

  constructor(deps: SnapshotJoinerDeps) {
    this.#deps = deps;
  }

  async join(reading: Reading): Promise<Snapshot> {
    const { workspace, t, run } = this.#deps;
    const joined = await run(joining(reading, workspace(), t, this.#last));
    this.#last.set(reading.scope, joined);
    return joined.snapshot;
  }

  /** Lets the last full snapshot go; the next one is made from the ground up. */
  forgetFull(): void {
    this.#last.delete('all');
  }
}

import type { StopPlan } from '../core/stop/stopPlan';
import { describeRecord, parseRecords, recordOf, type StopRecord, withRecord } from '../core/stop/stopRecord';
import type { StopResult } from '../core/stop/stopResult';
import type { Translate } from '../core/text/translate';
import type { Store } from './store';

/** The entry of the store. */
const KEY = 'portolan.stopped';

export interface StopJournalDeps {
  readonly store: Store;
  /** Takes a line that says what was stopped and how that ended. */
  readonly log: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly t: Translate;
}

/** What Portolan has stopped, so that a person can see afterwards what it did: in the store, and in the log. */
export class StopJournal {
  readonly #deps: StopJournalDeps;
  readonly #listeners = new Set<() => void>();

  constructor(deps: StopJournalDeps) {
    this.#deps = deps;
  }

  /** All records, the newest last. */
  get records(): readonly StopRecord[] {
    return parseRecords(this.#deps.store.get(KEY));
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Something is about to be stopped: it stands there from now on, whatever becomes of this window. */
  begin(plan: StopPlan, force: boolean): (result: StopResult) => StopRecord {
    const { log, now, t } = this.#deps;
    const begun = recordOf(plan, now(), force, t);
    this.#keep(begun);
    return ({ signals, confirmedBy, outcome, sentence }) => {
      const record = { ...begun, signals, confirmedBy, outcome, sentence };
      this.#keep(record);
      log(describeRecord(record, '', t).join(' ').trim());
      return record;
    };
  }

  #keep(record: StopRecord): void {
    this.#deps.store.set(KEY, withRecord(this.records, record));
    for (const listener of [...this.#listeners]) listener();
  }
}

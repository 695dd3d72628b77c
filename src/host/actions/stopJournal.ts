import * as vscode from 'vscode';
import type { StopPlan } from '../../core/stop/stopPlan';
import {
  describeRecord,
  parseRecords,
  recordOf,
  type StopRecord,
  withRecord,
} from '../../core/stop/stopRecord';
import type { StopResult } from '../../core/stop/stopResult';

const KEY = 'portolan.stopped';

/** What Portolan has stopped, so that a person can see afterwards what it did: in the window's state and in its log. */
export class StopJournal implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento, log: vscode.LogOutputChannel) {
    this.#memento = memento;
    this.#log = log;
  }

  /** The newest last. */
  get records(): readonly StopRecord[] {
    return parseRecords(this.#memento.get(KEY));
  }

  /** Something is about to be stopped: it stands there from now on, whatever becomes of this window. */
  begin(plan: StopPlan, force: boolean): (result: StopResult) => StopRecord {
    const begun = recordOf(plan, Date.now(), force, vscode.l10n.t);
    this.#keep(begun);
    return ({ signals, confirmedBy, outcome, sentence }) => {
      const record = { ...begun, signals, confirmedBy, outcome, sentence };
      this.#keep(record);
      this.#log.info(describeRecord(record, '', vscode.l10n.t).join(' ').trim());
      return record;
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #keep(record: StopRecord): void {
    void this.#memento.update(KEY, withRecord(this.records, record));
    this.#changed.fire();
  }
}

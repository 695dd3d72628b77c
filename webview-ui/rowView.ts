import type { ChartAction, ChartProcess, ChartRow } from '../src/core/chartRows';
import { describeAge, describeExposure } from '../src/core/describe';
import type { Translate } from '../src/core/translate';
import { element, setText } from './element';
import { icon } from './icon';

/** One listener's line in the table. */
export class RowView {
  readonly line = element('tr');
  readonly #t: Translate;
  readonly #berth = element('span', 'berth');
  readonly #service = element('span', 'quiet service');
  readonly #name = element('span', 'launch-name');
  readonly #others = element('span', 'quiet');
  readonly #process = element('td', 'process', this.#name, this.#others);
  readonly #origin = element('td');
  readonly #address = element('td', 'system');
  readonly #exposure = element('td', 'exposure');
  readonly #protocol = element('td', 'quiet');
  readonly #since = element('td', 'quiet number');
  readonly #actions = element('span', 'buttons');
  #row: ChartRow | undefined;
  #owner: ChartProcess | undefined;
  #isTabStop = false;

  constructor(t: Translate) {
    this.#t = t;
    const port = element('th', 'port', this.#berth, this.#service);
    port.scope = 'row';
    this.line.tabIndex = -1;
    this.line.append(
      port,
      this.#process,
      this.#origin,
      this.#address,
      this.#exposure,
      this.#protocol,
      this.#since,
      element('td', 'actions', this.#actions),
    );
  }

  get buttons(): readonly HTMLButtonElement[] {
    return [...this.#actions.querySelectorAll('button')];
  }

  update(row: ChartRow, owner: ChartProcess | undefined, now: number): void {
    if (row !== this.#row || owner !== this.#owner) {
      this.#fill(row, owner);
      this.#row = row;
      this.#owner = owner;
    }
    this.age(now);
  }

  /** How long its process has been running, at that moment of the machine's clock (milliseconds since the epoch). */
  age(now: number): void {
    setText(this.#since, this.#owner ? describeAge(Math.max(0, now - this.#owner.since), this.#t) : '');
  }

  /** The selected row is where Tab comes in; its buttons follow. */
  mark(selected: boolean, tabStop: boolean): void {
    this.line.ariaSelected = String(selected);
    if (tabStop === this.#isTabStop) return;
    this.#isTabStop = tabStop;
    this.line.tabIndex = tabStop ? 0 : -1;
    for (const button of this.buttons) button.tabIndex = this.line.tabIndex;
  }

  #fill(row: ChartRow, owner: ChartProcess | undefined): void {
    const t = this.#t;
    setText(this.#berth, row.name);
    this.#berth.dataset['exposure'] = row.exposure ?? '';
    this.#berth.title = row.name;
    setText(this.#service, row.service ?? '');

    const missing = row.ownership === 'none' ? t('no process') : t('could not be seen');
    setText(this.#name, owner?.name ?? missing);
    this.#name.classList.toggle('quiet', !owner);
    setText(this.#others, row.owners > 1 ? t('and {0} more', row.owners - 1) : '');
    this.#process.title = owner ? ownerTitle(owner, t) : '';
    setText(this.#origin, owner?.origin ?? '');
    this.#origin.title = owner?.origin ?? '';
    this.#origin.classList.toggle('quiet', !owner?.originKind);

    setText(this.#address, row.address);
    this.#address.title = row.address;
    const exposure = row.exposure ? describeExposure(row.exposure, t) : '';
    setText(this.#exposure, exposure);
    this.#exposure.title = exposure;
    this.#exposure.dataset['exposure'] = row.exposure ?? '';
    setText(this.#protocol, row.protocol);
    this.#since.title = owner ? t('Since {0}', new Date(owner.since).toLocaleString()) : '';
    this.#offer(row.actions, row.name);
  }

  /** Buttons stay the same elements while their actions do: one of them may hold the focus. */
  #offer(actions: readonly ChartAction[], name: string): void {
    if (this.buttons.map((button) => button.dataset['action']).join() === actions.join()) return;
    this.#actions.replaceChildren(
      ...actions.map((action) => {
        const button = element('button');
        button.type = 'button';
        button.dataset['action'] = action;
        button.title = actionTitle(action, this.#t);
        button.ariaLabel = `${button.title}: ${name}`;
        button.tabIndex = this.#isTabStop ? 0 : -1;
        button.append(icon(action));
        return button;
      }),
    );
  }
}

function ownerTitle({ command, pid, user }: ChartProcess, t: Translate): string {
  const who = user === null ? t('Process {0}', pid) : t('Process {0} of {1}', pid, user);
  return command === '' ? who : `${command}\n${who}`;
}

function actionTitle(action: ChartAction, t: Translate): string {
  switch (action) {
    case 'openInBrowser':
      return t('Open in Browser');
    case 'reveal':
      return t('Reveal Where It Runs');
    case 'copyAddress':
      return t('Copy Address');
    case 'inspect':
      return t('Inspect');
    case 'stop':
      return t('Stop');
  }
}

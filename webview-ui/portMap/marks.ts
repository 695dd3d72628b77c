import type { PortMapListener, PortMapOrigin, PortMapProcess } from '../../src/core/portMap/portMap';
import {
  connectionsText,
  listenerFacts,
  listenersText,
  listenerTitle,
  originTitle,
  processTitle,
} from '../../src/core/portMap/portMapText';
import { listed } from '../../src/core/text/listed';
import type { Translate } from '../../src/core/text/translate';
import { element, setText } from '../element';
import type { Traffic } from './mapTexts';
import { label, mark } from './mark';
import { originIcon, reachIcon } from './originIcon';

/** A spoken label names this many of them. */
const MAX_TOLD = 3;

const sentence = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

export class OriginMark {
  readonly element: HTMLElement;
  readonly group = element('div', 'group');
  readonly #t: Translate;
  readonly #title = element('span', 'title');
  readonly #note = element('span', 'note');
  #icon: SVGSVGElement | undefined;
  #kind = '';

  constructor(key: string, t: Translate) {
    this.#t = t;
    this.element = mark('origin', 1, key);
    this.group.role = 'group';
    this.element.append(element('div', 'head', this.#title, this.#note), this.group);
  }

  fill(origin: PortMapOrigin, band: string): void {
    const title = originTitle(origin, this.#t);
    // The icon says its kind; the words are in the label, and in the hover. That it is left over matters more than of what.
    const [name, note] =
      origin.kind === 'orphan'
        ? [this.#t('left over'), origin.name]
        : [origin.origin === null ? title : origin.name, origin.detail];
    setText(this.#title, name);
    setText(this.#note, note);
    if (this.#kind !== origin.kind) {
      this.#kind = origin.kind;
      this.element.dataset['kind'] = origin.kind;
      this.#icon?.remove();
      this.#icon = originIcon(origin.kind);
      this.#title.before(this.#icon);
    }
    this.element.classList.toggle('edge', origin.edge !== null);
    const count = origin.processes.reduce(
      (sum, { listeners }) => sum + listeners.reduce((inner, { folded }) => inner + Math.max(1, folded), 0),
      0,
    );
    label(this.element, sentence([title, origin.edge === null ? listenersText(count, this.#t) : '', band]));
  }
}

export class ProcessMark {
  readonly element: HTMLElement;
  readonly group = element('div', 'group');
  readonly #t: Translate;
  readonly #title = element('span', 'title');
  readonly #note = element('span', 'note');

  constructor(key: string, t: Translate) {
    this.#t = t;
    this.element = mark('process', 2, key);
    this.group.role = 'group';
    this.element.append(this.#title, this.#note, this.group);
  }

  /**
   * @param rest there are others beside it
   * @param note stands quietly below the name
   */
  fill(process: PortMapProcess, rest: boolean, note: string, { connections, with: called }: Traffic): void {
    const t = this.#t;
    const title = processTitle(process, t, rest);
    setText(this.#title, title);
    this.note(note);
    this.element.classList.toggle('folded', process.folded > 0);
    this.element.ariaExpanded = process.folded > 0 ? 'false' : null;
    const calls = called.length === 0 ? '' : t('calls {0}', listed(called, MAX_TOLD, t));
    label(this.element, sentence([title, note, calls, calls === '' ? '' : connectionsText(connections, t)]));
  }

  note(text: string): void {
    setText(this.#note, text);
  }
}

export class ListenerMark {
  readonly element: HTMLElement;
  readonly #t: Translate;
  readonly #chip = element('span', 'listener-chip');
  readonly #title = element('span', 'title');
  readonly #service = element('span', 'service');
  #exposure: string | undefined;

  constructor(key: string, t: Translate) {
    this.#t = t;
    this.element = mark('listener', 3, key);
    this.#chip.append(this.#title);
    this.element.append(this.#chip, this.#service);
  }

  /** @param rest there are others beside it */
  fill(listener: PortMapListener, rest: boolean, { connections, with: callers }: Traffic): void {
    const t = this.#t;
    const { exposure, folded, protocol, service } = listener;
    const title = listenerTitle(listener, t, rest);
    setText(this.#title, title);
    const kind = protocol === 'udp' ? 'UDP' : '';
    setText(this.#service, folded > 0 ? '' : [kind, service ?? ''].filter((part) => part !== '').join(' · '));
    if (this.#exposure !== (exposure ?? '')) {
      this.#exposure = exposure ?? '';
      this.element.dataset['exposure'] = this.#exposure;
      this.#chip.querySelector('.reach')?.remove();
      if (exposure !== null && exposure !== 'machine') this.#chip.prepend(reachIcon(exposure));
    }
    this.element.classList.toggle('folded', folded > 0);
    this.element.ariaExpanded = folded > 0 ? 'false' : null;
    const from = callers.length === 0 ? '' : t('called by {0}', listed(callers, MAX_TOLD, t));
    label(
      this.element,
      sentence([
        title,
        ...listenerFacts(listener, t),
        from,
        from === '' ? '' : connectionsText(connections, t),
      ]),
    );
  }
}

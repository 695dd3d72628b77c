import './inspector.css';
import type { InspectedFact, InspectedSection } from '../../src/core/inspection/inspection';
import { type ActionId, actionOf, actionsAt } from '../../src/core/listing/actions';
import { element, setText } from '../element';
import { icon } from '../icon';
import type { ChartModel } from '../model';
import type { Subject } from '../subject';
import type { ViewDeps } from '../view';
import { type Heading, headingOf } from './heading';

export interface InspectorDeps extends ViewDeps {
  follow(fact: number): void;
  copyFact(fact: number): void;
}

type SectionKind = InspectedSection['kind'];

/** What is selected, whole: what it is and what can be done with it, then everything the host tells of it. */
export class InspectorView {
  readonly element = element('aside', 'inspector');
  readonly #model: ChartModel;
  readonly #deps: InspectorDeps;
  readonly #folded: Set<SectionKind>;
  readonly #title = element('h2');
  readonly #aside = element('span', 'quiet');
  readonly #holder = element('p', 'holder');
  readonly #lines = element('div', 'quiet known');
  readonly #buttons = element('div', 'buttons');
  readonly #sections = element('div', 'sections');
  readonly #empty = element('p', 'quiet nothing');
  #facts = new Map<HTMLElement, InspectedFact>();
  #heading: Heading | undefined;
  #frame = 0;
  #shown = false;

  constructor(model: ChartModel, folded: readonly SectionKind[], deps: InspectorDeps) {
    this.#model = model;
    this.#deps = deps;
    this.#folded = new Set(folded);
    this.element.ariaLabel = deps.t('Inspector');
    this.#title.tabIndex = -1;
    const head = element('header', '', this.#title, this.#aside);
    this.element.append(head, this.#holder, this.#lines, this.#buttons, this.#sections, this.#empty);
    this.#sections.addEventListener('keydown', (event) => this.#key(event));
    this.#sections.addEventListener('copy', (event) => this.#copy(event));
    model.onDidChange(({ inspection, selection, opened, changed, closed, ended }) => {
      const { lead } = model;
      const named =
        lead !== undefined &&
        (changed.includes(lead.id) ||
          opened.includes(lead.id) ||
          closed.some(({ id }) => id === lead.id) ||
          ended.some(({ key }) => key === lead.id));
      if (inspection || selection || named) this.#drawSoon();
    });
  }

  get folded(): readonly SectionKind[] {
    return [...this.#folded];
  }

  show(shown: boolean): void {
    this.#shown = shown;
    if (shown) this.#drawSoon();
  }

  focus(): void {
    this.draw();
    this.#title.focus();
  }

  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#shown) return;
    const { selection, lead } = this.#model;
    const { t } = this.#deps;
    this.#heading = lead && headingOf(lead, this.#model, this.#deps.now(), t);
    this.#drawHeading(this.#heading, selection);
    this.#drawSections(lead?.kind === 'origin' ? [] : (this.#model.inspection?.sections ?? []));
  }

  #drawSoon(): void {
    if (this.#shown && this.#frame === 0) this.#frame = requestAnimationFrame(() => this.draw());
  }

  #drawHeading(heading: Heading | undefined, selection: readonly Subject[]): void {
    const { t } = this.#deps;
    this.#empty.hidden = heading !== undefined;
    setText(
      this.#empty,
      t('Select a listener, a process or an origin, and everything known of it stands here.'),
    );
    setText(this.#title, heading?.title ?? '');
    this.#title.hidden = !heading;
    this.element.classList.toggle('gone', heading?.gone ?? false);
    setText(
      this.#aside,
      heading ? [heading.aside, heading.gone ? t('closed') : ''].filter(Boolean).join(' · ') : '',
    );
    setText(this.#holder, heading?.holder ?? '');
    const lines = [
      ...(selection.length > 1 ? [t('the last of {0} selected', selection.length)] : []),
      ...(heading?.lines ?? []),
    ];
    if (lines.join('\n') !== [...this.#lines.children].map(({ textContent }) => textContent).join('\n')) {
      this.#lines.replaceChildren(...lines.map((line) => element('p', '', line)));
    }
    this.#offer(heading?.actions ?? []);
  }

  /** Buttons stay the same elements while their actions do: one of them may hold the focus. */
  #offer(actions: readonly ActionId[]): void {
    const offered = actionsAt('button', actions);
    const had = [...this.#buttons.querySelectorAll<HTMLElement>('button')];
    if (had.map(({ dataset }) => dataset['action']).join() === offered.join()) return;
    const hadFocus = this.#buttons.contains(document.activeElement);
    this.#buttons.replaceChildren(
      ...offered.map((action, at) => {
        const { short, title } = actionOf(action);
        const button = element(
          'button',
          at === 0 && action === 'stop' ? 'primary' : 'secondary',
          (short ?? title)(this.#deps.t),
        );
        button.type = 'button';
        button.dataset['action'] = action;
        button.addEventListener('click', () => {
          if (this.#heading) this.#deps.act(action, this.#heading.socketIds);
        });
        return button;
      }),
    );
    if (hadFocus) (this.#buttons.querySelector('button') ?? this.#title).focus();
  }

  /** Keeps the focus: sections that are drawn again stand where they stood. */
  #drawSections(sections: readonly InspectedSection[]): void {
    const focused = this.#sections.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset['place']
      : undefined;
    const facts = new Map<HTMLElement, InspectedFact>();
    const made = sections.map((section, at) => this.#section(section, at, facts));
    this.#facts = facts;
    this.#sections.replaceChildren(...made);
    const [first] = facts.keys();
    if (first) first.tabIndex = 0;
    if (focused === undefined) return;
    const again = [...this.#sections.querySelectorAll<HTMLElement>('[data-place]')].find(
      ({ dataset }) => dataset['place'] === focused,
    );
    (again ?? this.#title).focus();
  }

  #section(
    { kind, title, facts }: InspectedSection,
    at: number,
    known: Map<HTMLElement, InspectedFact>,
  ): HTMLElement {
    const open = !this.#folded.has(kind);
    const head = element('button', 'fold', element('span', 'chevron'), title);
    head.type = 'button';
    head.ariaExpanded = String(open);
    head.dataset['place'] = `${at} ${kind}`;
    const grid = element('div', 'facts');
    grid.role = 'grid';
    grid.ariaLabel = title;
    grid.hidden = !open;
    grid.append(
      ...facts.map((fact, index) => {
        const row = this.#fact(fact);
        row.dataset['place'] = `${at} ${kind} ${index}`;
        known.set(row, fact);
        return row;
      }),
    );
    head.addEventListener('click', () => {
      grid.hidden = !grid.hidden;
      head.ariaExpanded = String(!grid.hidden);
      if (grid.hidden) this.#folded.add(kind);
      else this.#folded.delete(kind);
      this.#deps.keep();
    });
    const heading = element('h3', '', head);
    return element('section', kind, heading, grid);
  }

  #fact(fact: InspectedFact): HTMLElement {
    const { t } = this.#deps;
    const name = element('div', 'name quiet', fact.name);
    const text = element('span', fact.lead === null ? 'value' : 'value link', fact.value);
    const copy = element('button', 'bare copy', icon('copy'));
    copy.type = 'button';
    copy.tabIndex = -1;
    copy.ariaLabel = t('Copy {0}', fact.name);
    copy.title = t('Copy');
    const value = element('div', 'said', text, copy);
    name.role = 'rowheader';
    value.role = 'gridcell';
    name.title = fact.name;
    text.title = fact.value;
    const row = element('div', 'fact', name, value);
    row.role = 'row';
    row.tabIndex = -1;
    copy.addEventListener('click', () => this.#deps.copyFact(fact.id));
    if (fact.lead !== null) text.addEventListener('click', () => this.#deps.follow(fact.id));
    row.addEventListener('focusin', () => this.#lead(row));
    return row;
  }

  /** One fact is in the order of Tab: the one that was visited last. */
  #lead(row: HTMLElement): void {
    for (const each of this.#facts.keys()) each.tabIndex = each === row ? 0 : -1;
  }

  #key(event: KeyboardEvent): void {
    const rows = [...this.#facts.keys()].filter((row) => row.offsetParent !== null);
    const at = rows.findIndex((row) => row === event.target);
    if (at < 0) return;
    const to: Readonly<Partial<Record<string, number>>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const row = rows[at];
    const fact = row && this.#facts.get(row);
    if (event.key === 'Enter' && fact && fact.lead !== null) this.#deps.follow(fact.id);
    else if (Object.hasOwn(to, event.key))
      rows[Math.min(Math.max(to[event.key] ?? 0, 0), rows.length - 1)]?.focus();
    else return;
    event.preventDefault();
  }

  /** Copying without anything marked copies the value that has the focus. */
  #copy(event: ClipboardEvent): void {
    const fact = this.#facts.get(document.activeElement as HTMLElement);
    if (!fact || !(getSelection()?.isCollapsed ?? true)) return;
    event.preventDefault();
    this.#deps.copyFact(fact.id);
  }
}

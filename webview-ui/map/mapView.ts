import './map.css';
import { WIDE_BANDS, type Band, type Harbour, type WideBand } from '../../src/core/harbour/harbour';
import { describeHarbour, listenersText } from '../../src/core/harbour/harbourText';
import { baseName } from '../../src/core/paths';
import { sameValue } from '../../src/core/sameValue';
import { element, setText } from '../element';
import type { Change, ChartModel } from '../model';
import type { PageScope } from '../sieve';
import { sameSubject } from '../subject';
import type { View, ViewDoors } from '../view';
import { Arrangement } from './arrangement';
import { Camera } from './camera';
import { HoverCard, type HoverText } from './hoverCard';
import { itemsOf, menuContext, socketsOf, subjectOf, type Item } from './items';
import { looksOf, relatedTo, type Looks } from './looks';
import type { Look } from './mark';
import { bandTitle, MapBar } from './mapBar';
import { MapFocus } from './mapFocus';
import { followInput, keyAt } from './mapInput';
import type { Box } from './mapLayout';
import { MapPicture, type Picture } from './mapPicture';
import { mapStateFrom, type MapState } from './mapState';
import { callText, hoverText, noteOf, trafficOf } from './mapTexts';
import type { Traffic } from './marks';
import { asProperties, metricsAt } from './metrics';
import { Scene, type Sheet } from './scene';
import { walkOf } from './walk';

const NO_TRAFFIC: Traffic = { connections: 0, with: [] };
const NO_LOOKS: Looks = { selected: new Set(), related: new Set(), pointed: new Set(), lit: undefined };
const MINUTE = 60_000;

/** Who talks to whom, drawn: what listens, whose it is, and who calls it. */
export class MapView implements View {
  readonly element = element('section', 'map');
  readonly #model: ChartModel;
  readonly #doors: ViewDoors;
  readonly #picture: MapPicture;
  readonly #bar: MapBar;
  readonly #port = element('div', 'map-port');
  readonly #description = element('p', 'unseen');
  readonly #empty = element('div', 'map-empty', element('h2'), element('p', 'quiet'));
  readonly #scene: Scene;
  readonly #camera: Camera;
  readonly #hover: HoverCard;
  readonly #focus: MapFocus;
  readonly #arrangement: Arrangement;
  readonly #wide: Set<WideBand>;
  readonly #opened = new Set<string>();

  #shown = false;
  #scope: PageScope;
  /** What is due to be drawn: everything, or how things look only. */
  #due: 'all' | 'looks' | undefined = 'all';
  #quietly = true;
  #frame: number | undefined;
  #later: number | undefined;
  #drawn: Picture | undefined;
  #sheet: Sheet | undefined;
  #items: ReadonlyMap<string, Item> = new Map();
  #traffic: ReadonlyMap<string, Traffic> = new Map();
  #looks: Looks = NO_LOOKS;
  #goneCalls: ReadonlySet<string> = new Set();
  /** Just asked for: it is brought into sight. */
  #bandAsked: Band | undefined;
  #pointedAt: string | undefined;

  constructor(model: ChartModel, state: unknown, doors: ViewDoors) {
    const { t } = doors;
    this.#model = model;
    this.#scope = model.sieving.scope;
    this.#doors = doors;
    const { sight, wide } = mapStateFrom(state);
    this.#wide = new Set(wide);
    this.#picture = new MapPicture(model);
    this.#scene = new Scene({
      t,
      look: (key) => this.#lookOf(key),
      note: (process) => this.#noteOf(process.key),
      traffic: (key) => this.#traffic.get(key) ?? NO_TRAFFIC,
      bandTitle: (band) => this.#bandTitle(band),
      bandNote: (band) => listenersText(this.#drawn?.counts.get(band) ?? 0, t),
      menu: (key) => menuContext(this.#items.get(key), model),
    });
    const { world, tree } = this.#scene;
    this.#camera = new Camera(this.#port, world, sight ?? undefined, () => doors.keep());
    this.#bar = new MapBar({
      t,
      zoomBy: (factor) => this.#camera.zoomBy(factor),
      fit: () => this.#camera.fit(),
      arrange: () => this.#arrange(),
      widen: (band) => this.#widen(band),
    });
    this.#hover = new HoverCard(
      this.#port,
      (mark) => this.#hoverText(mark),
      (mark) => {
        this.#pointedAt = markKey(mark);
        this.#drawSoon('looks');
      },
    );

    this.#focus = new MapFocus(tree, this.#empty, {
      order: () => this.#sheet?.walk.order ?? [],
      selected: () => [...this.#looks.selected].find((key) => this.#items.has(key)),
      elementOf: (key) => this.#scene.elementOf(key),
    });

    this.element.ariaLabel = t('Map');
    tree.ariaLabel = t('Listeners, and who calls them');
    this.#description.id = 'map-description';
    tree.setAttribute('aria-describedby', this.#description.id);
    // Where nothing else is said, VS Code would offer to cut and to paste.
    this.#port.dataset['vscodeContext'] = JSON.stringify({ preventDefaultContextMenuItems: true });
    this.#port.append(world, this.#empty, this.#hover.element);
    this.#empty.tabIndex = -1;
    this.element.append(this.#bar.top, this.#port, this.#bar.bottom, this.#description);
    const metrics = metricsAt(parseFloat(getComputedStyle(document.body).fontSize));
    this.#arrangement = new Arrangement(metrics, () => this.#camera.viewport);
    for (const [name, size] of asProperties(metrics)) this.element.style.setProperty(name, size);

    followInput(tree, {
      camera: this.#camera,
      walk: () => this.#sheet?.walk ?? { order: [], left: nowhere, right: nowhere, origin: nowhere },
      focusOn: (key) => this.#focusOn(key),
      choose: (key, more) => this.#choose(key, more),
      stop: (key) => this.#stop(key),
    });
    model.onDidChange((change) => this.#note(change));
    new ResizeObserver(() => this.#resized()).observe(this.#port);
  }

  show(shown: boolean): void {
    this.#shown = shown;
    this.#hover.hide();
    this.#camera.resized();
    if (shown) this.#drawSoon('all');
    else clearTimeout(this.#later);
  }

  draw(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    const due = this.#due;
    if (!this.#shown || !due) return;
    this.#due = undefined;
    if (due === 'all') this.#drawAll();
    else this.#drawLooks();
    this.#drawLater();
  }

  focus(): void {
    const key = this.#focus.stop;
    if (key === undefined) this.#empty.focus();
    else this.#focusOn(key);
  }

  reveal(): void {
    this.draw();
    const [key] = [...this.#looks.selected].reverse();
    const box = key === undefined ? undefined : this.#boxOf(key);
    if (box) this.#camera.reveal(box);
  }

  get state(): MapState {
    return { sight: this.#camera.chosen ?? null, wide: [...this.#wide] };
  }

  // --- drawing

  #note(change: Change): void {
    this.#picture.note(change);
    const { reset, opened, changed, closed, processes, ended, origins, sieve, selection } = change;
    const { scope } = this.#model.sieving;
    const wider = scope !== this.#scope;
    this.#scope = scope;
    this.#quietly ||= reset || wider;
    const rows = [opened, changed, closed, processes, ended].some(({ length }) => length > 0);
    if (reset || rows || origins || wider) this.#drawSoon('all');
    else if (selection || sieve) this.#drawSoon('looks');
  }

  #drawSoon(what: 'all' | 'looks'): void {
    if (this.#due !== 'all') this.#due = what;
    if (this.#shown) this.#frame ??= requestAnimationFrame(() => this.draw());
  }

  /** What is new gets old, what is gone leaves, and all grows older. */
  #drawLater(): void {
    clearTimeout(this.#later);
    const now = this.#doors.now();
    const change = this.#picture.nextChange;
    const young = [...this.#items.values()].some(
      ({ item }) => 'processes' in item && this.#isYoung(item.processes, now),
    );
    const ageing = young ? 1000 : MINUTE / 4;
    const wait =
      change === undefined ? ageing : Math.min(ageing, Math.max(0, change - performance.now()) + 1);
    this.#later = setTimeout(() => this.#drawSoon(change === undefined ? 'looks' : 'all'), wait);
  }

  #isYoung(processes: readonly unknown[], now: number): boolean {
    return processes.some((key) => {
      const since = typeof key === 'string' ? this.#model.processes.get(key)?.since : undefined;
      return since !== undefined && now - since < MINUTE;
    });
  }

  #drawAll(): void {
    const before = this.#drawn;
    const picture = this.#picture.at(performance.now(), {
      wide: new Set(WIDE_BANDS.filter((band) => this.#shows(band))),
      opened: this.#opened,
      quietly: this.#quietly,
    });
    this.#quietly = false;
    this.#drawn = picture;
    this.#bar.update(picture.whole, picture.counts, (band) => this.#shows(band), picture.callsLeftOut);
    this.#drawEmpty(picture);
    if (
      this.#sheet &&
      before &&
      sameValue(before.harbour, picture.harbour) &&
      sameValue(before.counts, picture.counts)
    ) {
      this.#drawLooks();
      return;
    }
    this.#layOut(picture);
  }

  #layOut({ harbour }: Picture): void {
    const { t } = this.#doors;
    const { layout, routes } = this.#arrangement.of(harbour);
    this.#items = itemsOf(harbour);
    this.#traffic = trafficOf(harbour, this.#items, t);
    this.#look(harbour);
    const focused = keyAt(document.activeElement);
    const order = this.#sheet?.walk.order ?? [];
    this.#sheet = { harbour, layout, routes, walk: walkOf(harbour, layout) };
    this.#goneCalls = new Set(
      harbour.calls.filter((call) => this.#picture.isCallGone(call)).map(({ key }) => key),
    );
    this.#scene.draw(this.#sheet);
    this.#camera.follow(layout.bounds);
    const asked = this.#bandAsked === undefined ? undefined : layout.bands.get(this.#bandAsked);
    this.#bandAsked = undefined;
    if (asked) this.#camera.reveal(asked);
    setText(this.#description, describeHarbour(harbour, t));
    this.#hover.update();
    this.#focus.keep(focused, order);
    this.#focus.mark();
  }

  #drawLooks(): void {
    if (!this.#sheet) return;
    this.#look(this.#sheet.harbour);
    this.#scene.touch(this.#sheet);
    this.#focus.mark();
  }

  #drawEmpty({ harbour, counts }: Picture): void {
    const { t } = this.#doors;
    const empty = harbour.origins.length === 0;
    const wasFocused = document.activeElement === this.#empty;
    this.#empty.hidden = !empty;
    if (wasFocused && !empty) queueMicrotask(() => this.focus());
    const [title, hint] = this.#empty.children;
    const { whole: pictured } = this.#model;
    const said = pictured ? t('Nothing of this workspace is listening') : t('Looking…');
    if (title instanceof HTMLElement) setText(title, said);
    const elsewhere = [...counts.values()].some((count) => count > 0);
    const start = t('Start a server, and it appears here.');
    const more = elsewhere ? t('What else listens on this machine is below.') : '';
    if (hint instanceof HTMLElement) setText(hint, pictured ? `${start} ${more}`.trim() : '');
  }

  #resized(): void {
    this.#camera.resized();
    if (!this.#shown || !this.#sheet) return;
    this.#camera.follow(this.#sheet.layout.bounds);
  }

  #arrange(): void {
    this.#arrangement.forget();
    if (this.#drawn) this.#layOut(this.#drawn);
  }

  // --- looks

  #look(harbour: Harbour): void {
    const at = this.#pointedAt;
    const pointed = at === undefined ? NO_LOOKS.pointed : relatedTo(new Set([at]), harbour).add(at);
    this.#looks = { ...looksOf(harbour, this.#model), pointed };
    this.#scene.tree.classList.toggle('filtered', this.#looks.lit !== undefined);
  }

  #lookOf(key: string): Look {
    const { selected, related, pointed, lit } = this.#looks;
    return {
      selected: selected.has(key),
      related: related.has(key),
      pointed: pointed.has(key),
      dim: lit !== undefined && !lit.has(key),
      arrived: this.#picture.hasArrived(key),
      gone: this.#picture.isGone(key) || this.#goneCalls.has(key),
    };
  }

  #noteOf(key: string): string {
    const found = this.#items.get(key);
    if (found?.level !== 'process') return '';
    const { item, origin } = found;
    const ends = origin.edge === 'out' ? item.listeners.map((listener) => listener.key) : [key];
    const connections = ends.reduce((sum, end) => sum + (this.#traffic.get(end)?.connections ?? 0), 0);
    return noteOf(item, origin, connections, this.#model, this.#doors.now(), this.#doors.t);
  }

  #hoverText(mark: Element): HoverText | undefined {
    const { t } = this.#doors;
    const key = markKey(mark);
    if (key === undefined) return undefined;
    const item = this.#items.get(key);
    if (item) return hoverText(item, this.#traffic.get(key), this.#model, this.#doors.now(), t);
    const call = this.#sheet?.harbour.calls.find((each) => each.key === key);
    return call && callText(call, this.#items, t);
  }

  #bandTitle(band: Band): string {
    const { t } = this.#doors;
    const wide = WIDE_BANDS.find((each) => each === band);
    if (wide) return bandTitle(wide, t);
    const folder = band.startsWith('folder:') ? band.slice('folder:'.length) : undefined;
    if (folder === undefined) return t('This Workspace');
    return this.#model.folders.find(({ path }) => path === folder)?.name ?? baseName(folder);
  }

  // --- what a person does

  #shows(band: Band): boolean {
    const wide = WIDE_BANDS.find((each) => each === band);
    return wide === undefined || this.#model.sieving.scope === 'everything' || this.#wide.has(wide);
  }

  #widen(band: WideBand): void {
    const shown = this.#shows(band);
    if (this.#model.sieving.scope === 'everything') {
      for (const each of WIDE_BANDS) this.#wide.add(each);
      this.#model.sieveBy({ scope: 'workspace' });
    }
    if (shown) this.#wide.delete(band);
    else this.#wide.add(band);
    this.#bandAsked = shown ? undefined : band;
    this.#quietly = true;
    this.#drawSoon('all');
    this.#doors.keep();
  }

  #choose(key: string, more: boolean): void {
    const found = this.#items.get(key);
    if (!found) return;
    if (found.item.folded > 0) {
      this.#open(found);
      return;
    }
    const subject = subjectOf(found);
    if (!subject) return;
    const { selection } = this.#model;
    const has = selection.some((each) => sameSubject(each, subject));
    const rest = selection.filter((each) => !sameSubject(each, subject));
    this.#model.select(...(more ? [...rest, ...(has ? [] : [subject])] : [subject]));
  }

  /** What is folded into one is shown: that of its process, its origin, or its band. */
  #open(found: Item): void {
    if (found.level === 'listener')
      this.#opened.add(found.process.folded > 0 ? found.origin.key : found.process.key);
    else if (found.level === 'process') this.#opened.add(found.origin.key);
    else this.#opened.add(found.item.key);
    this.#quietly = true;
    this.#drawSoon('all');
  }

  #stop(key: string): void {
    if (this.#focus.isSettling) return;
    const sockets = socketsOf(this.#items.get(key), this.#model);
    const offered = sockets.some((id) => this.#model.rows.get(id)?.actions.includes('stop'));
    if (offered) this.#doors.act('stop', sockets);
  }

  // --- focus

  #focusOn(key: string): void {
    this.#focus.on(key);
    const box = this.#boxOf(key);
    if (box) this.#camera.reveal(box);
  }

  #boxOf(key: string): Box | undefined {
    const layout = this.#sheet?.layout;
    const found = this.#items.get(key);
    if (!layout || !found) return undefined;
    const process = found.level === 'listener' ? found.process.key : key;
    return layout.processes.get(process) ?? layout.origins.get(key);
  }
}

/** Of a mark or a line. */
const markKey = (mark: Element | undefined): string | undefined =>
  mark instanceof HTMLElement || mark instanceof SVGElement ? mark.dataset['key'] : undefined;

const nowhere = (): undefined => undefined;

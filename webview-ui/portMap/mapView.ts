import './portMap.css';
import { type Place, placeTitle, WIDE_PLACES, type WidePlace } from '../../src/core/listing/place';
import { describePortMap, listenersText } from '../../src/core/portMap/portMapText';
import { sameValue } from '../../src/core/values/sameValue';
import { element, setText } from '../element';
import type { Change, ChartModel } from '../model';
import type { PageScope } from '../rowFilter';
import { sameSubject } from '../subject';
import type { View, ViewDeps } from '../view';
import { Appearance } from './appearance';
import { Arrangement } from './arrangement';
import { Camera } from './camera';
import { HoverCard } from './hoverCard';
import { type Item, socketsOf, subjectOf } from './items';
import { MapBar } from './mapBar';
import { MapFocus } from './mapFocus';
import { followInput, keyAt } from './mapInput';
import type { Box } from './mapLayout';
import { MapPicture, type Picture } from './mapPicture';
import { type MapState, mapStateFrom } from './mapState';
import { asProperties, metricsAt } from './metrics';
import { Scene, type Sheet } from './scene';
import { walkOf } from './walk';

const MINUTE = 60_000;

/** Draws the listeners, the processes that hold them, and the calls between them. */
export class MapView implements View {
  readonly element = element('section', 'map');
  readonly #model: ChartModel;
  readonly #deps: ViewDeps;
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
  readonly #appearance: Appearance;
  readonly #wide: Set<WidePlace>;
  readonly #opened = new Set<string>();

  #shown = false;
  #scope: PageScope;
  /** What has to be drawn: everything, or only how the marks look. */
  #due: 'all' | 'looks' | undefined = 'all';
  #quietly = true;
  #frame: number | undefined;
  #later: number | undefined;
  #drawn: Picture | undefined;
  #sheet: Sheet | undefined;
  /** The band that was just asked for: it is scrolled into sight. */
  #bandAsked: Place | undefined;

  constructor(model: ChartModel, state: unknown, deps: ViewDeps) {
    const { t } = deps;
    this.#model = model;
    this.#scope = model.filter.choice.scope;
    this.#deps = deps;
    const { sight, wide } = mapStateFrom(state);
    this.#wide = new Set(wide);
    this.#picture = new MapPicture(model);
    const appearance = new Appearance(model, this.#picture, deps);
    this.#appearance = appearance;
    this.#scene = new Scene({
      t,
      look: (key) => appearance.lookOf(key),
      note: ({ key }) => appearance.noteOf(key),
      traffic: (key) => appearance.trafficOf(key),
      bandTitle: (band) => this.#bandTitle(band),
      bandNote: (band) => listenersText(this.#drawn?.counts.get(band) ?? 0, t),
      menu: (key) => appearance.menuOf(key),
    });
    const { world, tree } = this.#scene;
    this.#camera = new Camera(this.#port, world, sight ?? undefined, () => deps.keep());
    this.#bar = new MapBar({
      t,
      zoomBy: (factor) => this.#camera.zoomBy(factor),
      fit: () => this.#camera.fit(),
      arrange: () => this.#arrange(),
      widen: (band) => this.#widen(band),
    });
    this.#hover = new HoverCard(
      this.#port,
      (mark) => {
        const key = markKey(mark);
        return key === undefined ? undefined : appearance.hoverText(key);
      },
      (mark) => {
        appearance.pointAt(markKey(mark));
        this.#drawSoon('looks');
      },
    );

    this.#focus = new MapFocus(tree, this.#empty, {
      order: () => this.#sheet?.walk.order ?? [],
      selected: () => appearance.selected[0],
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
    else this.#drawStyles();
    this.#drawLater();
  }

  focus(): void {
    const key = this.#focus.stop;
    if (key === undefined) this.#empty.focus();
    else this.#focusOn(key);
  }

  reveal(): void {
    this.draw();
    const key = this.#appearance.selected.at(-1);
    const box = key === undefined ? undefined : this.#boxOf(key);
    if (box) this.#camera.reveal(box);
  }

  get state(): MapState {
    return { sight: this.#camera.chosen ?? null, wide: [...this.#wide] };
  }

  // --- drawing

  #note(change: Change): void {
    this.#picture.note(change);
    const { reset, opened, changed, closed, processes, ended, origins, filter, selection } = change;
    const { scope } = this.#model.filter.choice;
    const wider = scope !== this.#scope;
    this.#scope = scope;
    this.#quietly ||= reset || wider;
    const rows = [opened, changed, closed, processes, ended].some(({ length }) => length > 0);
    if (reset || rows || origins || wider) this.#drawSoon('all');
    else if (selection || filter) this.#drawSoon('looks');
  }

  #drawSoon(what: 'all' | 'looks'): void {
    if (this.#due !== 'all') this.#due = what;
    if (this.#shown) this.#frame ??= requestAnimationFrame(() => this.draw());
  }

  /** Draws again when a new mark gets old, a gone one has faded, or an age has grown. */
  #drawLater(): void {
    clearTimeout(this.#later);
    const now = this.#deps.now();
    const change = this.#picture.nextChange;
    const young = [...this.#appearance.items.values()].some(
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
      wide: new Set(WIDE_PLACES.filter((band) => this.#shows(band))),
      opened: this.#opened,
      quietly: this.#quietly,
    });
    this.#quietly = false;
    this.#drawn = picture;
    this.#bar.update(picture.whole, picture.counts, (band) => this.#shows(band), picture.callsLeftOut);
    this.#drawEmpty(picture);
    if (this.#sheet && before && sameValue(before.portMap, picture.portMap)) this.#drawStyles();
    else this.#layOut(picture);
  }

  #layOut({ portMap }: Picture): void {
    const { t } = this.#deps;
    const { layout, routes } = this.#arrangement.of(portMap);
    this.#appearance.take(portMap);
    const focused = keyAt(document.activeElement);
    const order = this.#sheet?.walk.order ?? [];
    this.#sheet = { portMap, layout, routes, walk: walkOf(portMap, layout) };
    this.#scene.draw(this.#sheet);
    this.#showFiltered();
    this.#camera.follow(layout.bounds);
    const asked = this.#bandAsked === undefined ? undefined : layout.bands.get(this.#bandAsked);
    this.#bandAsked = undefined;
    if (asked) this.#camera.reveal(asked);
    setText(this.#description, describePortMap(portMap, t));
    this.#hover.update();
    this.#focus.keep(focused, order);
    this.#focus.mark();
  }

  #drawStyles(): void {
    if (!this.#sheet) return;
    this.#appearance.renew();
    this.#scene.touch(this.#sheet);
    this.#showFiltered();
    this.#focus.mark();
  }

  #drawEmpty({ portMap, counts }: Picture): void {
    const { t } = this.#deps;
    const empty = portMap.origins.length === 0;
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

  #showFiltered(): void {
    this.#scene.tree.classList.toggle('filtered', this.#appearance.isFiltered);
  }

  #bandTitle(band: Place): string {
    return placeTitle(band, this.#model.folders, this.#deps.t);
  }

  // --- what a person does

  #shows(band: Place): boolean {
    const wide = WIDE_PLACES.find((each) => each === band);
    return wide === undefined || this.#model.filter.choice.scope === 'everything' || this.#wide.has(wide);
  }

  #widen(band: WidePlace): void {
    const shown = this.#shows(band);
    if (this.#model.filter.choice.scope === 'everything') {
      for (const each of WIDE_PLACES) this.#wide.add(each);
      this.#model.filterBy({ scope: 'workspace' });
    }
    if (shown) this.#wide.delete(band);
    else this.#wide.add(band);
    this.#bandAsked = shown ? undefined : band;
    this.#quietly = true;
    this.#drawSoon('all');
    this.#deps.keep();
  }

  #choose(key: string, more: boolean): void {
    const found = this.#appearance.items.get(key);
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
    const sockets = socketsOf(this.#appearance.items.get(key), this.#model);
    const offered = sockets.some((id) => this.#model.rows.get(id)?.actions.includes('stop'));
    if (offered) this.#deps.act('stop', sockets);
  }

  // --- focus

  #focusOn(key: string): void {
    this.#focus.on(key);
    const box = this.#boxOf(key);
    if (box) this.#camera.reveal(box);
  }

  #boxOf(key: string): Box | undefined {
    const layout = this.#sheet?.layout;
    const found = this.#appearance.items.get(key);
    if (!layout || !found) return undefined;
    const process = found.level === 'listener' ? found.process.key : key;
    return layout.processes.get(process) ?? layout.origins.get(key);
  }
}

/** The key of a mark or a line. */
const markKey = (mark: Element | undefined): string | undefined =>
  mark instanceof HTMLElement || mark instanceof SVGElement ? mark.dataset['key'] : undefined;

const nowhere = (): undefined => undefined;

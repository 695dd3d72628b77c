import { chartText } from '../../core/chart/chartRows';
import type { Machine } from '../../core/snapshot/reading';
import type { PeerIndex } from '../../core/socket/peers';
import { describeGap } from '../../core/text/describe';
import type { Translate } from '../../core/text/translate';
import type { Timeline } from '../../core/timeline/timeline';
import { sameValue } from '../../core/values/sameValue';
import type { Monitor, MonitorChange } from '../../monitor';
import { MAX_GAPS, MAX_TEXTS, packToWebview, type ToWebview } from '../../protocol';
import { ChartPicture } from './chartPicture';
import { TimelineNews } from './timelineNews';

/** How often everything is sent again to a page that does not understand a message. */
const MOST_RESTARTS = 3;

/** How many messages a page has to understand until its earlier restarts no longer count. */
const UNDERSTOOD_AGAIN = 1000;

/** A message before it has its number. */
type Content = ToWebview extends infer M ? (M extends ToWebview ? Omit<M, 'batch'> : never) : never;

/** Messages to the page that are not about the snapshot. */
export type Aside = Extract<Content, { readonly type: 'inspection' | 'show' | 'notice' }>;

export interface ChartFeedDeps {
  readonly monitor: Pick<Monitor, 'snapshot' | 'status' | 'scansByItself'>;
  readonly timeline: () => Timeline;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether the person trusts this workspace. */
  isTrusted(): boolean;
  readonly t: Translate;
  /** English text and its translation. */
  readonly texts: readonly (readonly [string, string])[];
  /** Takes a message in the form in which it travels. `lost` is called if it cannot arrive. */
  post(packed: object, lost: () => void): void;
  /** An English sentence for the log. */
  log(sentence: string): void;
  /** Calls back when others have had their turn. */
  soon(callback: () => void): void;
}

/**
 * Sends the page its texts, all rows in parts, and then only what differs. One message is under way at a time; what
 * happens meanwhile goes together into the next, so a slow page gets fewer messages, not later ones.
 */
export class ChartFeed {
  readonly #deps: ChartFeedDeps;
  #open = false;
  #batch = 0;
  /** The number the page has not answered yet. */
  #unanswered: number | undefined;
  /** The kind of message that {@link #unanswered} is. */
  #underWay: ToWebview['type'] = 'texts';
  #waiting = false;
  /** How often everything was sent again because the page had not understood. */
  #restarts = 0;
  /** Messages taken since the last restart. */
  #understood = 0;
  /** The page understands too little: nothing but a sentence about that is sent. */
  #givenUp = false;

  #greeted = false;
  #status: Content | undefined;
  #picture: ChartPicture | undefined;
  #timeline = new TimelineNews();
  /**
   * Messages beside the picture that wait to be sent. Only the last of a kind is kept, but all notices. A `show` waits
   * for a page that can follow it.
   */
  #asides: Aside[] = [];

  constructor(deps: ChartFeedDeps) {
    this.#deps = deps;
  }

  /** The page (re)started: it knows nothing. */
  start(): void {
    this.#restarts = 0;
    this.#understood = 0;
    this.#givenUp = false;
    this.#begin();
  }

  #begin(): void {
    this.stop();
    this.#open = true;
    this.#send();
  }

  /** Sends everything again, if anything was sent: every row may say something else now. */
  startAgain(): void {
    if (this.#open) this.start();
  }

  /** The page is gone or out of sight: nothing is sent until it starts again. */
  stop(): void {
    this.#open = false;
    this.#unanswered = undefined;
    this.#greeted = false;
    this.#status = undefined;
    this.#picture = undefined;
    this.#timeline = new TimelineNews();
    this.#asides = this.#asides.filter(({ type }) => type === 'show');
  }

  /** The page has taken that batch, and waits for more. */
  answered(batch: number): void {
    if (batch !== this.#unanswered) return;
    this.#unanswered = undefined;
    this.#understood++;
    if (this.#understood === UNDERSTOOD_AGAIN) this.#restarts = 0;
    this.#send();
  }

  /**
   * The page could not take that batch (`null`: it could not say which), or the batch never arrived. How much of the
   * picture the page has is unknown, so all of it is sent again. A page that still does not understand gets a sentence
   * that says why it stands still.
   */
  notUnderstood(batch: number | null): void {
    if (this.#unanswered === undefined || (batch !== null && batch !== this.#unanswered)) return;
    if (this.#givenUp) {
      // Not even the sentence that says so was taken.
      this.#open = false;
      return;
    }
    const kind = this.#underWay;
    this.#givenUp = this.#restarts === MOST_RESTARTS;
    this.#restarts++;
    this.#understood = 0;
    this.#deps.log(
      this.#givenUp
        ? `The chart's page did not understand message ${this.#unanswered} (${kind}). It has been told everything ${MOST_RESTARTS} times, and is told no more until it is opened again.`
        : `The chart's page did not understand message ${this.#unanswered} (${kind}). It is told everything again.`,
    );
    this.#begin();
  }

  changed({ snapshot, diff }: MonitorChange): void {
    if (snapshot) this.#picture?.changed(snapshot, diff);
    this.#send();
  }

  /** Watching has ended, or begun. */
  timelineChanged(): void {
    this.#send();
  }

  /** `undefined`: not all is indexed yet. */
  get peers(): PeerIndex | undefined {
    return this.#picture?.whole ? this.#picture.peers : undefined;
  }

  /** Sends it after the first picture, in its turn. */
  say(aside: Aside): void {
    const others = this.#asides.filter(({ type }) => type === 'notice' || type !== aside.type);
    this.#asides = [...others, aside];
    this.#send();
  }

  #send(): void {
    if (!this.#open || this.#unanswered !== undefined || this.#waiting) return;
    const content = this.#nextTexts() ?? this.#next();
    if (!content) return;
    const batch = ++this.#batch;
    this.#unanswered = batch;
    this.#underWay = content.type;
    this.#deps.post(packToWebview({ ...content, batch }), () => this.notUnderstood(batch));
  }

  #next(): Content | undefined {
    if (this.#givenUp) return this.#nextStatus();
    const { snapshot } = this.#deps.monitor;
    if (snapshot)
      this.#picture ??= new ChartPicture(snapshot, this.#openedAt(), this.#deps.isTrusted(), this.#deps.t);
    const picture = this.#picture;
    if (picture?.step()) {
      this.#waiting = true;
      this.#deps.soon(() => {
        this.#waiting = false;
        this.#send();
      });
      return undefined;
    }
    if (picture && !picture.whole) return picture.nextPart();
    return this.#asides.shift() ?? picture?.nextDiff() ?? this.#nextTimeline() ?? this.#nextStatus();
  }

  #nextTimeline(): Content | undefined {
    const { timeline, monitor, now } = this.#deps;
    return this.#timeline.next(timeline(), monitor.scansByItself, now());
  }

  #nextTexts(): Content | undefined {
    if (this.#greeted) return undefined;
    this.#greeted = true;
    return { type: 'texts', texts: this.#givenUp ? [] : this.#deps.texts.slice(0, MAX_TEXTS) };
  }

  /**
   * The failure as a whole sentence. `look` is why the last scan failed.
   *
   * @surface panel
   */
  #failure(look: string | undefined): string | null {
    const { t } = this.#deps;
    if (this.#givenUp) return t('The chart cannot be shown. Close it and open it again.');
    return look === undefined ? null : chartText(t('The last look failed: {0}', chartText(look)));
  }

  /** When listeners opened, by socket id, as far as their opening was seen; the page may not have existed then. */
  #openedAt(): Map<string, number> {
    const seen = this.#deps
      .timeline()
      .episodes.filter(({ closed, absentAt }) => !closed && absentAt !== null);
    return new Map(seen.map(({ socketId, openedAt }) => [socketId, openedAt]));
  }

  #nextStatus(): Content | undefined {
    const { snapshot, status } = this.#deps.monitor;
    const content: Content = {
      type: 'status',
      paused: status.paused,
      failure: this.#failure(status.failure),
      hostname: chartText(snapshot?.machine.hostname ?? ''),
      method: snapshot ? chartText(methodText(snapshot.machine)) : '',
      cost: snapshot?.cost ?? null,
      intervalMs: status.intervalMs,
      gaps: (snapshot?.gaps ?? []).slice(0, MAX_GAPS).map((gap) => chartText(describeGap(gap, this.#deps.t))),
    };
    if (sameValue(content, this.#status)) return undefined;
    this.#status = content;
    return content;
  }
}

/** Each method once: `proc`, `sock_diag + proc`. */
const methodText = ({ method }: Machine): string =>
  [...new Set(Object.values(method))].filter((each) => each !== 'none').join(' + ');

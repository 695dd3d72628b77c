import type { PortMapProcess } from '../../src/core/portMap/portMap';

/** Sizes in pixels, as portMap.css has them (it takes them from here, see {@link asProperties}). */
export interface Metrics {
  readonly originWidth: number;
  /** Space between two columns, where lines run. */
  readonly columnGap: number;
  readonly rowGap: number;
  readonly originHead: number;
  /** Space in an origin below its last process, and on its right. */
  readonly originPad: number;
  /** Left of a process in its origin: room for its chips to stand out. */
  readonly chipSide: number;
  /** How far a chip stands out. */
  readonly chipOut: number;
  readonly processGap: number;
  readonly processHead: number;
  readonly processFoot: number;
  readonly listener: number;
  readonly bandHead: number;
  readonly bandGap: number;
}

/** Measures in pixels where text is 13 pixels high, which is VS Code's own size. */
const AT_13: Metrics = {
  originWidth: 160,
  columnGap: 28,
  rowGap: 12,
  originHead: 25,
  originPad: 8,
  chipSide: 19,
  chipOut: 11,
  processGap: 7,
  processHead: 38,
  processFoot: 5,
  listener: 22,
  bandHead: 28,
  bandGap: 12,
};

/** @param fontSize of the page, in pixels */
export function metricsAt(fontSize: number): Metrics {
  const scale = fontSize > 0 ? fontSize / 13 : 1;
  return Object.fromEntries(
    Object.entries(AT_13).map(([name, size]: [string, number]) => [name, Math.round(size * scale)]),
  ) as unknown as Metrics;
}

/** `--map-origin-head: 27px` and so on. */
export const asProperties = (metrics: Metrics): [string, string][] =>
  Object.entries(metrics).map(([name, size]: [string, number]) => [
    `--map-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    `${size}px`,
  ]);

export const processHeight = ({ listeners }: PortMapProcess, metrics: Metrics): number =>
  metrics.processHead + listeners.length * metrics.listener + metrics.processFoot;

/** The same measures, wide enough for a whole name such as `node storefront.mjs`, for a window that has the room. */
export const roomy = (metrics: Metrics): Metrics => ({
  ...metrics,
  originWidth: Math.round(metrics.originWidth * 1.25),
});

export const columnPitch = ({ originWidth, columnGap }: Metrics): number => originWidth + columnGap;

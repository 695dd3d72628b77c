import { cpus, release } from 'node:os';
import { budgetTable } from '../engine/engineTable';
import { figure, table } from '../engine/markdown';
import type { Verdict } from '../engine/results';
import { type PanelReport, PROCESSES, SOCKETS, type Timed, type ViewResult } from './benchPanel';

/** The results as Markdown: what each view took, and whether each budget was kept. */
export function panelTable(report: PanelReport): string {
  const { filter, memory } = report;
  return [
    `Linux ${release()}, ${cpus().length} cores; the panel’s page in headless Chromium, which draws in software; ${SOCKETS} sockets, ${PROCESSES} processes.`,
    table(
      ['', 'first rows', 'all rows', 'frames a second', 'longest frame', 'diff of 100 rows', 'and painted'],
      [viewCells('table', report.table), viewCells('map', report.map)],
    ),
    `Times are medians, the worst in brackets. From a key in the filter to its rows: ${between(filter)}. JavaScript holds ${megabytes(memory.heap)}; the page’s process has ${megabytes(memory.resident)} more than an empty page’s, which has ${megabytes(memory.empty)}.`,
    budgetTable(verdictsOf(report)),
  ].join('\n\n');
}

const ms = (value: number): string => `${figure(value)} ms`;
const between = ({ median, worst }: Timed): string => `${ms(median)} (${ms(worst)})`;
const megabytes = (bytes: number): string => `${figure(bytes / 1e6)} MB`;

const viewCells = (view: string, { paint, frames, diff }: ViewResult): string[] => [
  view,
  ms(paint.first),
  ms(paint.whole),
  figure(frames.rate),
  ms(frames.longest),
  between(diff.applied),
  between(diff.painted),
];

function verdictsOf({ table, map, filter, memory }: PanelReport): Verdict[] {
  const atMost = (world: string, what: string, measured: number, budget: number, unit: string): Verdict => ({
    ...{ world, what, measured, budget, unit },
    atLeast: false,
  });
  const views = [
    ['table', table, 'scrolling'],
    ['map', map, 'panning'],
  ] as const;
  return [
    ...views.flatMap(([world, { paint, frames, diff }, moving]) => [
      atMost(world, 'first paint', paint.first, 300, 'ms'),
      { world, what: moving, measured: frames.rate, budget: 50, atLeast: true, unit: 'frames/s' },
      atMost(world, 'diff of 100 rows, applied', diff.applied.median, 8, 'ms'),
    ]),
    atMost('table', 'typing in the filter', filter.median, 50, 'ms'),
    atMost('table', 'JavaScript’s heap', memory.heap / 1e6, 150, 'MB'),
    atMost('table', 'resident, beyond an empty page', memory.resident / 1e6, 150, 'MB'),
  ];
}

import { join } from 'node:path';
import { budgetTable } from '../engine/engineTable';
import { figure, table } from '../engine/markdown';
import type { Verdict } from '../engine/results';
import { runMeasured } from '../engine/runMeasured';
import { type Shown, untilShown } from './inVSCode';
import type { CadenceResult } from './measure';

export interface CadenceReport extends CadenceResult {
  readonly inVSCode: Shown;
}

export interface CadenceOptions {
  /** How long each state is watched, in seconds. */
  readonly seconds: number;
  /** How many new listeners the watch is to notice. */
  readonly listeners: number;
}

export async function benchCadence({ seconds, listeners }: CadenceOptions): Promise<CadenceReport> {
  console.error(`Watching for ${seconds} s in each of three states, then ${listeners} new listeners…`);
  const script = join(__dirname, 'measure.ts');
  const result = (await runMeasured(script, [String(seconds), String(listeners)])) as CadenceResult;
  console.error('The same in a real VS Code…');
  return { ...result, inVSCode: await untilShown(20) };
}

export function cadenceTable({ states, latency, longestMs, idleMs, inVSCode }: CadenceReport): string {
  const ms = (value: number): string => `${figure(value)} ms`;
  return [
    table(
      ['state', 'of one core', 'scans'],
      states.map(({ name, share, scans }) => [name, `${figure(share * 100)} %`, String(scans)]),
    ),
    table(
      ['a new listener is known after', 'median', '95 %', 'worst', 'lost'],
      [
        [
          'to the engine’s listeners',
          ms(latency.median),
          ms(latency.percentile95),
          ms(latency.worst),
          `${latency.lost} of ${latency.count}`,
        ],
        [
          'on screen, in a real VS Code',
          ms(inVSCode.median),
          ms(inVSCode.percentile95),
          ms(inVSCode.worst),
          `${inVSCode.lost} of ${inVSCode.count}`,
        ],
      ],
    ),
    `The host’s thread was held for ${ms(longestMs)} at most, with 20,000 sockets of which a tenth was replaced five times (${ms(idleMs)} while idle: the timer’s own grain).`,
    budgetTable(cadenceVerdicts({ states, latency, longestMs, idleMs, inVSCode })),
  ].join('\n\n');
}

function cadenceVerdicts({ states, latency, longestMs, inVSCode }: CadenceReport): Verdict[] {
  const [watched, , hidden] = states;
  const atMost = (what: string, measured: number, budget: number, unit: string): Verdict => ({
    world: 'small',
    what,
    measured,
    budget,
    atLeast: false,
    unit,
  });
  return [
    atMost('watched', (watched?.share ?? NaN) * 100, 0.25, '% of one core'),
    atMost('hidden', hidden?.scans ?? NaN, 0, 'scans'),
    atMost('new listener known, median', latency.median, 150, 'ms'),
    atMost('new listener known, 95 %', latency.percentile95, 300, 'ms'),
    atMost('new listener known, lost', latency.lost, 0, ''),
    atMost('new listener on screen, median', inVSCode.median, 150, 'ms'),
    atMost('new listener on screen, 95 %', inVSCode.percentile95, 300, 'ms'),
    { ...atMost('host’s thread held', longestMs, 8, 'ms'), world: 'crowded' },
  ];
}

import { cpus, release } from 'node:os';
import { figure, table } from './markdown';
import { SS } from './peers';
import { isMet, type Row, type Verdict, type WorldResult } from './results';

/** The results as Markdown: what each program took, with its ratio to ss, and whether each budget was kept. */
export function engineTable(results: readonly WorldResult[]): string {
  return [
    `Linux ${release()}, ${cpus().length} cores, Node ${process.versions.node}. CPU is user + system, medians; others interleaved in the same run.`,
    ...results.map(worldTable),
    growth(results),
    budgetTable([...results.flatMap(({ verdicts }) => verdicts), ...grows(results)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function worldTable({ world, sockets, processes, method, isolated, rows }: WorldResult): string {
  const ss = rows.find(({ what }) => what === SS)?.cpuMs;
  const title = `**${world}**: ${sockets} sockets, ${processes} processes${isolated ? '' : ' (in the open)'}; Portolan looked by ${method}`;
  return [
    title,
    table(
      ['', 'CPU ms', 'against ss -tunaxp', 'wall ms', 'system calls', 'memory MB'],
      rows.map((row) => rowCells(row, ss)),
    ),
  ].join('\n\n');
}

const rowCells = (row: Row, ss: number | undefined): string[] => [
  row.who === row.what ? `\`${row.who}\`` : `Portolan: ${row.what}`,
  figure(row.cpuMs),
  ss === undefined ? '' : against(row.cpuMs, ss),
  figure(row.wallMs),
  row.systemCalls === null ? '' : String(row.systemCalls),
  row.memory === null ? '' : figure(row.memory / 1e6),
];

const against = (cpuMs: number, ss: number): string =>
  cpuMs <= ss ? `1/${figure(ss / cpuMs)}` : `${figure(cpuMs / ss)} ×`;

/** What listens is the same in both; the other has 20,000 connections more. */
function grows(results: readonly WorldResult[]): Verdict[] {
  const quickOf = (name: string): number | undefined =>
    results.find(({ world }) => world === name)?.rows.find(({ what }) => what === 'quick look')?.cpuMs;
  const [few, many] = [quickOf('small'), quickOf('crowded')];
  if (few === undefined || many === undefined) return [];
  return [
    {
      world: 'crowded',
      what: 'quick look with 20,000 connections, of one with 100',
      measured: many / few,
      budget: 1.25,
      atLeast: false,
      unit: '×',
    },
  ];
}

function growth(results: readonly WorldResult[]): string {
  const [verdict] = grows(results);
  return verdict
    ? `A quick look with 20,000 connections takes ${figure(verdict.measured)} times one with 100.`
    : '';
}

const verdictCells = (verdict: Verdict): string[] => [
  verdict.what,
  verdict.world,
  `${figure(verdict.measured)} ${verdict.unit}`,
  `${verdict.atLeast ? '≥' : '≤'} ${verdict.budget} ${verdict.unit}`,
  isMet(verdict) ? 'met' : '**MISSED**',
];

/** What became of each budget. */
export const budgetTable = (verdicts: readonly Verdict[]): string =>
  `**Budgets**\n\n${table(['what', 'world', 'measured', 'budget', ''], verdicts.map(verdictCells))}`;

import type { OwnedProcess } from '../snapshot/snapshot';
import type { PeerIndex } from '../socket/peers';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import type { SECTIONS } from './inspection';

/** Where a fact leads: a process by its key, a socket by its id, a place in the file system. */
export type FactLead =
  | { readonly to: 'process'; readonly key: string }
  | { readonly to: 'socket'; readonly id: string }
  | { readonly to: 'file' | 'folder'; readonly path: string }
  /** In a browser, or in the terminal or folder it came from: what is asked of the socket. */
  | { readonly to: 'url' | 'origin'; readonly id: string };

/** Every text is one line, safe to show as plain text and only so. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly lead?: FactLead;
}

export interface FactSection {
  readonly kind: (typeof SECTIONS)[number];
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** What a process uses, as of a moment ago. */
export interface ProcessUsage {
  /** Of one core, in percent, on average since it began; `null`: not told. */
  readonly cpu: number | null;
  /** Resident, in percent of the machine's, to a tenth; `null`: not told. */
  readonly memory: number | null;
  /** What the machine has, in bytes. */
  readonly machineMemory: number;
}

export interface FactOptions {
  /** A moment, in milliseconds since the epoch, as people here write it. */
  readonly timeText: (ms: number) => string;
  readonly t: Translate;
  /** Other processes by their short names, and a long command cut: for a tooltip. */
  readonly brief?: boolean;
  /** `undefined`: nobody asked. */
  readonly usage?: ProcessUsage | undefined;
  /** Of all sockets, where somebody has it already. */
  readonly peers?: PeerIndex | undefined;
}

/** A list longer than this is cut, and says so. */
const AT_MOST = 50;

/** UTF-16 units of a path. */
const LONGEST_PATH = 400;

/** Those that there are. */
export const given = (
  facts: readonly (readonly [name: string, value: string | number | null, lead?: FactLead | undefined])[],
): Fact[] =>
  facts.flatMap(([name, value, lead]) =>
    value === null ? [] : [{ name, value: String(value), ...(lead && { lead }) }],
  );

/** The first fifty, and how many more there are. */
export function firstOf<T>(items: readonly T[], factOf: (item: T) => Fact): Fact[] {
  const facts = items.slice(0, AT_MOST).map(factOf);
  return items.length > AT_MOST ? [...facts, { name: '…', value: `+${items.length - AT_MOST}` }] : facts;
}

/** A path that leads to its place. */
export const pathFact = (
  name: string,
  to: 'file' | 'folder',
  path: string | null | undefined,
): [string, string | null, FactLead?] =>
  path ? [name, oneLine(path, LONGEST_PATH), { to, path }] : [name, null];

export const leadsTo = ({ pid, startTime }: Pick<OwnedProcess, 'pid' | 'startTime'>): FactLead => ({
  to: 'process',
  key: `${pid}:${startTime}`,
});

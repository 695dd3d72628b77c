import type { OwnedProcess } from '../snapshot/snapshot';
import type { PeerIndex } from '../socket/peers';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import type { Lead, SECTIONS } from './inspection';

/** Where a fact leads: a process by its key, a socket by its id, a place in the file system. */
export type FactLead = { readonly [To in Lead]: { readonly to: To } & LeadTarget[To] }[Lead];

/** What the host has to know to get there, for each of {@link LEADS}. */
interface LeadTarget {
  readonly process: { readonly key: string };
  readonly socket: { readonly id: string };
  readonly file: { readonly path: string };
  readonly folder: { readonly path: string };
  /** The socket's id: it is opened in a browser. */
  readonly url: { readonly id: string };
  /** The socket's id: the terminal or folder it came from is shown. */
  readonly origin: { readonly id: string };
}

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
  /** Average since the process began, in percent of one core; `null`: the system did not say. */
  readonly cpu: number | null;
  /** Resident memory in percent of the machine's, to a tenth; `null`: the system did not say. */
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
  /** An index of the peers of all sockets, where the caller already has one. */
  readonly peers?: PeerIndex | undefined;
}

/** A list longer than this is cut, and says so. */
const AT_MOST = 50;

/** UTF-16 units of a path. */
const LONGEST_PATH = 400;

/** Facts for the values that are known; `null` values are left out. */
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

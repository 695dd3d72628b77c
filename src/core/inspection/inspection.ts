/** UTF-16 units of a fact's value. A command line is shown up to 4 KB, and longer where it was made visible. */
export const MAX_VALUE = 10_000;

/** Where a fact leads when somebody follows it. The host alone knows the pid, path or port behind it. */
export const LEADS = ['process', 'socket', 'file', 'folder', 'url', 'origin'] as const;

export type Lead = (typeof LEADS)[number];

/** One line of the inspector. Texts are for people, one line each, and as hostile as the system's names are. */
export interface InspectedFact {
  /** Identifies the fact in `follow` and `copyFact`. Numbers are given out again with each inspection. */
  readonly id: number;
  /** `pid`, `backlog`, `NODE_ENV`. */
  readonly name: string;
  readonly value: string;
  /** `null`: it can only be read and copied. */
  readonly lead: Lead | null;
}

/** What a section is about, so that the page can give it an icon, and remember which ones are closed. */
export const SECTIONS = [
  'socket',
  'process',
  'origin',
  'ancestors',
  'owners',
  'peers',
  'connections',
  'holds',
  'environment',
  'container',
  'kernel',
  'look',
] as const;

export interface InspectedSection {
  readonly kind: (typeof SECTIONS)[number];
  readonly title: string;
  readonly facts: readonly InspectedFact[];
}

/** Everything that is known of one socket, or of one process. */
export interface Inspection {
  /** {@link ChartRow.id}; `null`: it is about a process. */
  readonly socket: string | null;
  /** {@link ChartProcess.key} of the process it speaks of; `null`: nobody's, or nobody's that can be seen. */
  readonly process: string | null;
  /** `3000 node server.js (81243)` */
  readonly title: string;
  /** It has closed or ended: this is what it was. */
  readonly gone: boolean;
  readonly sections: readonly InspectedSection[];
}

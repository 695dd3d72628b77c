import * as vscode from 'vscode';
import type { Fact, FactLead, FactOptions, FactSection, ProcessUsage } from '../../core/inspection/fact';
import { type InspectedSection, type Inspection, MAX_VALUE } from '../../core/inspection/inspection';
import { processOnlyFacts, socketFacts } from '../../core/inspection/socketFacts';
import { launchName } from '../../core/launch/launchName';
import { ownerOf } from '../../core/listing/target';
import { processKey } from '../../core/snapshot/process';
import type { OwnedProcess, Snapshot } from '../../core/snapshot/snapshot';
import type { PeerIndex } from '../../core/socket/peers';
import { endpointText, localPort } from '../../core/socket/socket';
import { oneLine } from '../../core/text/oneLine';
import { sameValue } from '../../core/values/sameValue';
import type { Monitor, MonitorChange } from '../../monitor';
import type { Inspect } from '../../protocol';
import { timeText } from '../timeText';
import type { Aside } from './chartFeed';

/** Milliseconds between two updates of the inspected facts, at least. */
const TELL_EVERY = 1000;

export interface InspectorDeps {
  readonly monitor: Pick<Monitor, 'snapshot'>;
  /** What the chart knows of them, as far as it is drawn. */
  peers(): PeerIndex | undefined;
  say(aside: Aside): void;
  /** The present usage of the process; `undefined`: it could not be measured. */
  usageOf(pid: number): Promise<ProcessUsage | undefined>;
}

interface About {
  readonly socket: string | null;
  readonly process: string | null;
}

interface Told {
  readonly title: string;
  readonly process: string | null;
  readonly sections: readonly FactSection[];
}

/** Tells the page everything about one socket or process, and knows where each fact leads: the page has numbers only. */
export class ChartInspector {
  readonly #deps: InspectorDeps;
  #about: About | undefined;
  #told: Told | undefined;
  #gone = false;
  #facts = new Map<number, Fact>();
  #nextFact = 1;
  #toldAt = 0;
  #usage: { readonly key: string; readonly usage: ProcessUsage | undefined } | undefined;

  constructor(deps: InspectorDeps) {
    this.#deps = deps;
  }

  inspect({ socket, process }: Pick<Inspect, 'socket' | 'process'>): void {
    this.#about = socket === null && process === null ? undefined : { socket, process };
    this.#told = undefined;
    this.#gone = false;
    this.#facts.clear();
    if (this.#about) this.#tell();
  }

  /** The page is out of sight: it asks again when it is back. */
  stop(): void {
    this.#about = undefined;
    this.#told = undefined;
    this.#facts.clear();
  }

  changed({ snapshot, diff }: MonitorChange): void {
    if (!this.#about || this.#gone || !snapshot) return;
    const closed = this.#about.socket !== null && diff?.closed.includes(this.#about.socket);
    if (closed || diff === undefined || snapshot.takenAt - this.#toldAt >= TELL_EVERY) this.#tell();
  }

  fact(id: number): Fact | undefined {
    return this.#facts.get(id);
  }

  lead(id: number): FactLead | undefined {
    return this.#facts.get(id)?.lead;
  }

  #tell(): void {
    const { snapshot } = this.#deps.monitor;
    const about = this.#about;
    if (!snapshot || !about) return;
    this.#toldAt = snapshot.takenAt;
    const process = processOf(about, snapshot);
    if (process) this.#askUsage(process);
    const usage = process && this.#usage?.key === processKey(process) ? this.#usage.usage : undefined;
    const options = { timeText, t: vscode.l10n.t, usage, peers: this.#deps.peers() };
    const next = factsOf(about, process, snapshot, options);
    if (next && sameValue(next, this.#told)) return;
    this.#gone = next === undefined && this.#told !== undefined;
    this.#told = next ?? this.#told;
    this.#deps.say({
      type: 'inspection',
      inspection: this.#told ? this.#numbered(about, this.#told) : null,
    });
  }

  /** Once for each process that is inspected: asking costs a program of its own. */
  #askUsage(process: OwnedProcess): void {
    const key = processKey(process);
    if (this.#usage?.key === key) return;
    this.#usage = { key, usage: undefined };
    this.#deps.usageOf(process.pid).then(
      (usage) => {
        if (!usage || this.#usage?.key !== key) return;
        this.#usage = { key, usage };
        if (this.#about && !this.#gone) this.#tell();
      },
      () => undefined, // without it there are two lines less
    );
  }

  /** A fact that stays has its number still: a click may be under way. */
  #numbered({ socket }: About, { title, process, sections }: Told): Inspection {
    const known = new Map([...this.#facts].map(([id, fact]) => [factKey(fact), id]));
    const facts = new Map<number, Fact>();
    const inspected = sections.map(({ kind, title: heading, facts: all }): InspectedSection => ({
      kind,
      title: heading,
      facts: all.map((fact) => {
        const old = known.get(factKey(fact));
        const id = old !== undefined && !facts.has(old) ? old : this.#nextFact++;
        facts.set(id, fact);
        return { id, name: fact.name, value: oneLine(fact.value, MAX_VALUE), lead: fact.lead?.to ?? null };
      }),
    }));
    this.#facts = facts;
    return { socket, process, title, gone: this.#gone, sections: inspected };
  }
}

const factKey = ({ name, value, lead }: Fact): string => JSON.stringify([name, value, lead]);

/** The process that is inspected: the one that was chosen, otherwise the lead owner of the socket. */
function processOf({ socket, process: key }: About, snapshot: Snapshot): OwnedProcess | undefined {
  const found = socket === null ? undefined : snapshot.sockets.get(socket);
  if (key === null)
    return found ? ownerOf({ sockets: [found.id], process: undefined }, [found], snapshot) : undefined;
  const process = snapshot.processes.get(Number(key.split(':', 1)[0]));
  return process && processKey(process) === key ? process : undefined;
}

function factsOf(
  { socket, process: key }: About,
  process: OwnedProcess | undefined,
  snapshot: Snapshot,
  options: FactOptions,
): Told | undefined {
  const who = process ? `${launchName(process)} (${process.pid})` : '';
  if (socket === null) {
    if (!process || key === null) return undefined;
    return { title: oneLine(who), process: key, sections: processOnlyFacts(process, snapshot, options) };
  }
  const found = snapshot.sockets.get(socket);
  const target = { sockets: [socket], process: key === null ? undefined : process } as const;
  const sections = socketFacts(target, snapshot, options);
  if (!found || !sections) return undefined;
  const where = String(localPort(found) ?? endpointText(found.local));
  return {
    title: oneLine(`${where} ${who}`.trim()),
    process: process ? processKey(process) : null,
    sections,
  };
}

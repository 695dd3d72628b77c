import { hostname } from 'node:os';
import { answerDocument } from '../core/documents/snapshotDocument';
import type { FactSection } from '../core/inspection/fact';
import { socketFacts } from '../core/inspection/socketFacts';
import type { Snapshot } from '../core/snapshot/snapshot';
import { endpointText } from '../core/socket/socket';
import { oneLine } from '../core/text/oneLine';
import { english } from '../core/text/translate';
import { type Answer, whoOwns } from '../core/who/answer';
import { ownNames } from '../core/who/authority';
import { isBlindTo } from '../core/who/isBlindTo';
import { notAsked } from '../core/who/notAsked';
import { matches, parseQuery, type Query } from '../core/who/query';
import { UsageError } from './arguments';
import { EXIT, type ExitCode, nothingSeen } from './exitCode';
import { noteGaps } from './ls';
import { withRawName } from './rawName';
import type { Session } from './session';

/** Most characters of one answer that are printed. */
const LONGEST = 2000;

/** @throws UsageError */
export function queryOf(text: string): Query {
  const query = parseQuery(text, ownNames(hostname()));
  if (query) return withRawName(query, text);
  throw new UsageError(notAsked(text, english));
}

export async function who(text: string, json: boolean, session: Session): Promise<ExitCode> {
  const { terminal, t } = session;
  const asked = queryOf(text);
  const snapshot = await session.look('all');
  const query = await session.settle(asked, snapshot);
  const answer = whoOwns(snapshot, query, t);
  // A process that holds connections and no listener was found too.
  const found = [...snapshot.sockets.values()].some((socket) => matches(query, socket, snapshot));
  if (json) terminal.printJson(answerDocument(snapshot, answer, t));
  else {
    const [verdict, ...rest] = answerLines(answer, snapshot, session);
    if (found) terminal.print(verdict ?? '');
    else terminal.note(verdict ?? '');
    for (const line of rest) terminal.print(line);
    noteGaps(snapshot, session);
  }
  return found ? EXIT.done : nothingSeen(isBlindTo(query, snapshot));
}

/** The sentence, then everything known of each holder, then what is near. */
function answerLines(answer: Answer, snapshot: Snapshot, { t }: Session): string[] {
  const near = answer.near.map(({ id, why }) => {
    const socket = snapshot.sockets.get(id);
    const name = socket ? `${socket.protocol} ${oneLine(endpointText(socket.local))} ${socket.state}` : id;
    return { name, value: oneLine(why) };
  });
  const sections = byLead(answer, snapshot)
    .flatMap((ids) => socketFacts({ sockets: ids, process: undefined }, snapshot, { timeText, t }) ?? [])
    // There is no workspace here: only services and containers are known as origins, so each is printed with its
    // evidence.
    .filter(({ kind, facts }) => kind !== 'origin' || facts.length > 1);
  return [
    oneLine(answer.sentence, LONGEST),
    ...[...sections, { title: t('Near'), facts: near }].flatMap(sectionLines),
  ];
}

/** Groups the answer's lines by process, so that each process is described once. */
function byLead({ listeners }: Answer, { sockets }: Snapshot): [string, ...string[]][] {
  const groups = new Map<number | undefined, [string, ...string[]]>();
  for (const id of listeners) {
    const lead = sockets.get(id)?.owners?.[0];
    const group = groups.get(lead);
    if (group) group.push(id);
    else groups.set(lead, [id]);
  }
  return [...groups.values()];
}

function sectionLines({ title, facts }: Pick<FactSection, 'title' | 'facts'>): string[] {
  if (facts.length === 0) return [];
  const width = Math.max(...facts.map(({ name }) => name.length));
  return ['', title, ...facts.map(({ name, value }) => `  ${name.padEnd(width)}  ${value}`)];
}

/** `2026-11-21 20:00:00`, by this machine's clock. */
function timeText(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

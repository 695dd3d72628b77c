import { ancestry } from '../snapshot/process';
import type { Snapshot } from '../snapshot/snapshot';
import { endpointText, isListener, type Socket } from '../socket/socket';
import type { Translate } from '../text/translate';
import { compare } from '../values/compare';
import { answerSentence } from './answerSentence';
import { nearSockets, whyNear } from './nearby';
import { matches, matchRank, type Query } from './query';

/** The owners of what was asked about; the contract's `answer` (`who --json`, `portolan.whoOwnsPort`, `whoOwns()`). */
export interface Answer {
  readonly query: string;
  /** Ids, best match first: TCP before UDP, a socket bound to one address before one bound to all. */
  readonly listeners: readonly string[];
  /** Ids of what isn't the answer but explains, weightiest first; at most 100. */
  readonly near: readonly { readonly id: string; readonly why: string }[];
  /** Pids: the lead owner of the first listener, then its ancestors. `[]`: nobody, or nobody that can be seen. */
  readonly chain: readonly number[];
  /** For people: one to three sentences of plain text. Names from the system stand in it as they are: show it as text. */
  readonly sentence: string;
}

const MOST_NEAR = 100;

/** Among equals by the address's text: the order of a reading says nothing. */
const byMatch = (a: Socket, b: Socket): number =>
  matchRank(a) - matchRank(b) || compare(endpointText(a.local), endpointText(b.local));

const isAnswer = (query: Query, socket: Socket, snapshot: Snapshot): boolean =>
  matches(query, socket, snapshot) && (query.kind !== 'pid' || isListener(socket));

/** Answers a query. The snapshot should have scope `all`: one of listeners only knows less of what is near. */
export function whoOwns(snapshot: Snapshot, query: Query, t: Translate): Answer {
  const listeners = [...snapshot.sockets.values()]
    .filter((socket) => isAnswer(query, socket, snapshot))
    .sort(byMatch);
  const near = nearSockets(query, snapshot, new Set(listeners));
  const lead = query.kind === 'pid' ? query.pid : listeners[0]?.owners?.[0];
  return {
    query: query.text,
    listeners: listeners.map(({ id }) => id),
    near: near.slice(0, MOST_NEAR).map((each) => ({ id: each.socket.id, why: whyNear(each, t) })),
    chain: lead === undefined ? [] : ancestry(lead, snapshot.processes).map(({ pid }) => pid),
    sentence: answerSentence({ query, listeners, near, snapshot }, t),
  };
}

import { stopDocument, worstOutcome } from '../core/documents/stopDocument';
import type { Snapshot } from '../core/snapshot/snapshot';
import { protectedPids } from '../core/stop/protection';
import type { StopOutcome } from '../core/stop/stopEnding';
import type { Refusal, StopAim } from '../core/stop/stopPlan';
import type { StopResult } from '../core/stop/stopResult';
import {
  forceQuestion,
  planName,
  type Question,
  signalsQuestion,
  stopQuestion,
} from '../core/stop/stopTexts';
import { oneLine } from '../core/text/oneLine';
import { whoOwns } from '../core/who/answer';
import { isBlindTo } from '../core/who/isBlindTo';
import { isBoundAt, matches, type Query } from '../core/who/query';
import { containerOwner, type PreparedStop, Stopper } from '../stopper';
import type { Command } from './arguments';
import { EXIT, type ExitCode, nothingSeen } from './exitCode';
import type { Session } from './session';
import { queryOf } from './who';

type StopCommand = Extract<Command, { name: 'stop' }>;

const EXIT_OF: Readonly<Record<StopOutcome, ExitCode>> = {
  freed: EXIT.done,
  refused: EXIT.refused,
  'not-permitted': EXIT.notPermitted,
  held: EXIT.stillHeld,
};

export async function stop(command: StopCommand, session: Session): Promise<ExitCode> {
  const { terminal, t } = session;
  const asked = queryOf(command.query);
  const snapshot = await session.look('all');
  const query = await session.settle(asked, snapshot);
  const tell = (results: readonly StopResult[], exit: ExitCode): ExitCode => {
    const sentence = results.map((result) => result.sentence).join(' ');
    if (command.json) terminal.printJson(stopDocument(results));
    if (exit !== EXIT.done) terminal.note(sentence);
    else if (!command.json) terminal.print(sentence);
    return exit;
  };

  const aims = aimsOf(query, snapshot);
  if (aims.length === 0) {
    return tell(
      [undone('refused', whoOwns(snapshot, query, t).sentence)],
      nothingSeen(isBlindTo(query, snapshot)),
    );
  }
  const stopper = stopperFor(session);
  const plans: PreparedStop[] = [];
  const refusals: Refusal[] = [];
  for (const aim of aims) {
    const plan = await prepare(stopper, snapshot, aim, command, session);
    if (plan.kind === 'refusal') refusals.push(plan);
    else plans.push(plan);
  }
  try {
    // All or nothing: half of what was asked for is not what was asked for.
    const instead = refusals.length > 0 ? refusals.map(refused) : await declined(plans, command, session);
    if (instead === 'nobody to ask') {
      terminal.note(t('Nobody can be asked here: add --yes to stop it without asking.'));
      return EXIT.usage;
    }
    const results = instead ?? (await carryOut(plans, stopper, command, session));
    return tell(results, worst(results));
  } finally {
    for (const plan of plans) plan.close();
  }
}

/**
 * Asks even after `--yes` before a system service is stopped: only a person who has read that it is one may say yes.
 */
async function prepare(
  stopper: Stopper,
  snapshot: Snapshot,
  aim: StopAim,
  { yes }: StopCommand,
  { terminal, t }: Session,
): Promise<PreparedStop | Refusal> {
  const plan = stopper.prepare(snapshot, aim);
  if (plan.kind === 'prepared' || plan.reason !== 'service' || yes || !terminal.interactive) return plan;
  const insisted = await terminal.confirm(`${plan.sentence}\n${t('Stop it all the same?')}`);
  return insisted ? stopper.prepare(snapshot, { ...aim, insisted }) : plan;
}

/** What to say in place of stopping; `undefined`: go ahead. */
async function declined(
  plans: readonly PreparedStop[],
  command: StopCommand,
  { terminal, t }: Session,
): Promise<StopResult[] | 'nobody to ask' | undefined> {
  if (command.yes) return undefined;
  const [first, ...more] = plans;
  if (more.length > 0) {
    const names = plans.map(({ plan }) => planName(plan, t)).join(', ');
    const sentence = t(
      'Several processes answer to this: {0}. Name one (pid:…), or add --yes to stop them all.',
      names,
    );
    return [undone('refused', sentence)];
  }
  if (!terminal.interactive) return 'nobody to ask';
  if (!first || (await terminal.confirm(asText(stopQuestion(first.plan, t))))) return undefined;
  const heldBy = first.plan.target ? [first.plan.target.pid] : [];
  return [{ ...undone('held', t('Nothing was done.')), plan: first.plan, heldBy }];
}

/** Listeners, or what has only taken the port, by lead; for a pid that holds none, whatever it holds. */
function aimsOf(query: Query, snapshot: Snapshot): StopAim[] {
  const all = [...snapshot.sockets.values()].filter((socket) => matches(query, socket, snapshot));
  const { listeners } = whoOwns(snapshot, query, (text) => text);
  const found = listeners.flatMap((id) => snapshot.sockets.get(id) ?? []);
  if (query.kind === 'pid') {
    const process = snapshot.processes.get(query.pid);
    const [first, ...more] = (found.length > 0 ? found : all).map(({ id }) => id);
    return first === undefined ? [] : [{ sockets: [first, ...more], process }];
  }
  const byLead = new Map<string | number | undefined, [string, ...string[]]>();
  // Where nobody listens, the port may be taken all the same.
  const bound = [...snapshot.sockets.values()].filter((socket) => isBoundAt(query, socket, snapshot));
  for (const { id, owners } of found.length > 0 ? found : bound) {
    // A container may have a proxy for each address.
    const lead = snapshot.socketOrigins.get(id)?.id ?? owners?.[0];
    const group = byLead.get(lead);
    if (group) group.push(id);
    else byLead.set(lead, [id]);
  }
  return [...byLead.values()].map((sockets) => ({ sockets }));
}

function stopperFor({ look, system, engines, t }: Session): Stopper {
  const facts = { self: process.pid, ancestors: system.ownAncestors(), shells: [] };
  return new Stopper({
    look,
    signaller: system.signaller,
    words: system.words,
    protectedPids: (current) => protectedPids(current, facts),
    bindTrial: system.bindTrial,
    owners: containerOwner(engines, t),
    translate: t,
  });
}

/** One after the other; Ctrl+C ends the waiting, and what comes after is not begun. */
async function carryOut(
  plans: readonly PreparedStop[],
  stopper: Stopper,
  { force, yes }: StopCommand,
  { terminal, engines, t }: Session,
): Promise<StopResult[]> {
  const cancel = new AbortController();
  const interrupt = (): void => cancel.abort();
  process.on('SIGINT', interrupt);
  // Waiting looks twenty times a second: what becomes of containers meanwhile, their engines' events tell.
  const following = engines.onDidChange(() => undefined);
  try {
    const results: StopResult[] = [];
    const ask = async (question: Question): Promise<boolean> =>
      !yes && terminal.interactive && (await terminal.confirm(asText(question)));
    for (const prepared of plans) {
      const { plan } = prepared;
      await engines.refresh();
      const result = await stopper.run(prepared, {
        signal: cancel.signal,
        onProgress: (text) => terminal.progress(text),
        offerForce: async (left) => force || (await ask(forceQuestion(plan, left, t))),
        offerSignals: () => ask(signalsQuestion(plan, t)),
      });
      results.push(result);
    }
    return results;
  } finally {
    following.dispose();
    process.off('SIGINT', interrupt);
  }
}

const asText = ({ message, detail }: Question): string => `${detail}\n${message}`;

const refused = ({ reason, sentence }: Refusal): StopResult =>
  undone(reason === 'not-permitted' ? 'not-permitted' : 'refused', sentence);

const undone = (outcome: StopOutcome, sentence: string): StopResult => ({
  plan: null,
  signals: [],
  confirmedBy: null,
  outcome,
  heldBy: [],
  sentence: oneLine(sentence, 1000),
});

const worst = (results: readonly StopResult[]): ExitCode => EXIT_OF[worstOutcome(results)];

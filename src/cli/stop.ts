import { whoOwns } from '../core/answer';
import { oneLine } from '../core/oneLine';
import type { ProcessIdentity } from '../core/process';
import { protectedPids } from '../core/protection';
import { matches, type Query } from '../core/query';
import type { Snapshot } from '../core/snapshot';
import type { StopOutcome } from '../core/stopEnding';
import type { Refusal, StopPlan } from '../core/stopPlan';
import { forceQuestion, processNames, stopQuestion, type Question } from '../core/stopTexts';
import { ownAncestors, signallerFor } from '../platform/processSignaller';
import { Stopper, type StopResult } from '../stopper';
import type { Command } from './arguments';
import { EXIT, type ExitCode } from './exitCode';
import type { Session } from './session';
import { stopDocument, worstOutcome } from './stopDocument';
import { queryOf } from './who';

type StopCommand = Extract<Command, { name: 'stop' }>;

const EXIT_OF: Readonly<Record<StopOutcome, ExitCode>> = {
  freed: EXIT.done,
  refused: EXIT.refused,
  'not-permitted': EXIT.notPermitted,
  held: EXIT.stillHeld,
};

/** What one process is to let go of. */
interface Aim {
  readonly sockets: readonly [string, ...string[]];
  /** `undefined`: the lead. */
  readonly process: ProcessIdentity | undefined;
}

export async function stop(command: StopCommand, session: Session): Promise<ExitCode> {
  const { terminal, t } = session;
  const query = queryOf(command.query);
  const snapshot = await session.look('all');
  const tell = (results: readonly StopResult[], exit: ExitCode): ExitCode => {
    const sentence = results.map((result) => result.sentence).join(' ');
    if (command.json) terminal.printJson(stopDocument(results));
    if (exit !== EXIT.done) terminal.note(sentence);
    else if (!command.json) terminal.print(sentence);
    return exit;
  };

  const aims = aimsOf(query, snapshot);
  if (aims.length === 0) {
    return tell([undone('refused', whoOwns(snapshot, query, t).sentence)], EXIT.nothingThere);
  }
  const stopper = stopperFor(snapshot, session);
  const plans = aims.map(({ sockets, process }) => stopper.plan(snapshot, sockets, process));
  const refusals = plans.filter((plan): plan is Refusal => plan.kind === 'refusal');
  const doable = plans.filter((plan): plan is StopPlan => plan.kind === 'plan');
  if (refusals.length > 0) {
    // All or nothing: half of what was asked for is not what was asked for.
    const results = refusals.map(({ reason, sentence }) =>
      undone(reason === 'not-permitted' ? 'not-permitted' : 'refused', sentence),
    );
    return tell(results, worst(results));
  }
  if (doable.length > 1 && !command.yes) {
    const names = processNames(
      doable.map(({ target }) => target),
      t,
    );
    const sentence = t(
      'Several processes answer to this: {0}. Name one (pid:…), or add --yes to stop them all.',
      names,
    );
    return tell([undone('refused', sentence)], EXIT.refused);
  }
  if (!command.yes) {
    if (!terminal.interactive) {
      terminal.note(t('Nobody can be asked here: add --yes to stop it without asking.'));
      return EXIT.usage;
    }
    const [plan] = doable;
    if (plan && !(await terminal.confirm(asText(stopQuestion(plan, t))))) {
      return tell(
        [{ ...undone('held', t('Nothing was done.')), plan, heldBy: [plan.target.pid] }],
        EXIT.stillHeld,
      );
    }
  }
  const results = await carryOut(doable, stopper, command, session);
  return tell(results, worst(results));
}

/** Listeners, by lead; for a pid that holds none, whatever it holds. */
function aimsOf(query: Query, snapshot: Snapshot): Aim[] {
  const all = [...snapshot.sockets.values()].filter((socket) => matches(query, socket, snapshot));
  const { listeners } = whoOwns(snapshot, query, (text) => text);
  const found = listeners.flatMap((id) => snapshot.sockets.get(id) ?? []);
  if (query.kind === 'pid') {
    const process = snapshot.processes.get(query.pid);
    const [first, ...more] = (found.length > 0 ? found : all).map(({ id }) => id);
    return first === undefined ? [] : [{ sockets: [first, ...more], process }];
  }
  const byLead = new Map<number | undefined, [string, ...string[]]>();
  for (const { id, owners } of found) {
    const group = byLead.get(owners?.[0]);
    if (group) group.push(id);
    else byLead.set(owners?.[0], [id]);
  }
  return [...byLead.values()].map((sockets) => ({ sockets, process: undefined }));
}

function stopperFor(snapshot: Snapshot, { look, t }: Session): Stopper {
  const facts = { self: process.pid, ancestors: ownAncestors(), shells: [] };
  return new Stopper({
    look,
    signaller: signallerFor(snapshot.machine.platform),
    protectedPids: (current) => protectedPids(current, facts),
    translate: t,
  });
}

/** One after the other; Ctrl+C ends the waiting, and what comes after is not begun. */
async function carryOut(
  plans: readonly StopPlan[],
  stopper: Stopper,
  { force, yes }: StopCommand,
  { terminal, t }: Session,
): Promise<StopResult[]> {
  const cancel = new AbortController();
  const interrupt = (): void => cancel.abort();
  process.on('SIGINT', interrupt);
  try {
    const results: StopResult[] = [];
    for (const plan of plans) {
      const result = await stopper.run(plan, {
        signal: cancel.signal,
        onProgress: (text) => terminal.progress(text),
        offerForce: async () =>
          force || (!yes && terminal.interactive && (await terminal.confirm(asText(forceQuestion(plan, t))))),
      });
      results.push(result);
    }
    return results;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

const asText = ({ message, detail }: Question): string => `${detail}\n${message}`;

const undone = (outcome: StopOutcome, sentence: string): StopResult => ({
  plan: null,
  signals: [],
  outcome,
  heldBy: [],
  sentence: oneLine(sentence, 1000),
});

const worst = (results: readonly StopResult[]): ExitCode => EXIT_OF[worstOutcome(results)];

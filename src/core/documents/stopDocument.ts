import type { StopOutcome } from '../stop/stopEnding';
import type { StopPlan } from '../stop/stopPlan';
import type { StopResult } from '../stop/stopResult';
import { maskSecrets } from '../text/maskSecrets';

/**
 * The contract's `stop --json`. `plan` is `null` where nothing was planned; with `--yes` it can have several targets, each
 * signalled in turn.
 */
export const stopDocument = (results: readonly StopResult[]): object => {
  const plans = results.map(({ plan }) => plan).filter((plan) => plan !== null);
  return {
    plan: plans.length === 0 ? null : { targets: plans.map(targetEntry) },
    signals: results
      .flatMap(({ signals }) => signals)
      .map(({ pid, signal, at }) => ({ pid, signal, at: new Date(at).toISOString() })),
    outcome: worstOutcome(results),
    heldBy: [...new Set(results.flatMap(({ heldBy }) => heldBy))],
    sentence: results.map(({ sentence }) => sentence).join(' '),
  };
};

/** The outcome that a person most needs to know of, when several processes were to be stopped. */
export const worstOutcome = (results: readonly StopResult[]): StopOutcome =>
  (['not-permitted', 'held', 'refused'] as const).find((outcome) =>
    results.some((result) => result.outcome === outcome),
  ) ?? 'freed';

const targetEntry = ({ target, ageMs, way, family, keeper, ...plan }: StopPlan): object => ({
  ...(target && {
    pid: target.pid,
    startTime: target.startTime,
    name: target.name,
    command: maskSecrets(target.command),
    uid: target.uid,
    user: target.user,
    ageMs: Math.round(ageMs),
  }),
  way,
  sockets: plan.sockets.map(({ id }) => id),
  children: family.map(({ pid }) => pid),
  otherOwners: plan.otherOwners.map(({ pid }) => pid),
  otherListeners: plan.otherListeners.map(({ id }) => id),
  clients: plan.clients,
  neighbours: plan.neighbours,
  keeper,
});

import { processKey } from '../core/snapshot/process';
import type { Snapshot } from '../core/snapshot/snapshot';
import { mayStartAgain } from '../core/stop/keeper';
import type { Protection } from '../core/stop/protection';
import type { Newcomers } from '../core/stop/stopEnding';
import type { Descendant, StopPlan } from '../core/stop/stopPlan';
import type { Pinned, Signaller } from '../platform/signaller';

export type Member = Pinned & {
  readonly descendant: Descendant;
  /** It was started after the plan was shown. */
  readonly isNew: boolean;
};

/**
 * Pins every process that a plan is about, from before it is shown until it is over, so that no later process with the
 * same pid is signalled.
 */
export class PinnedProcesses {
  /** The target; `undefined`: a container's port, whose engine alone is asked. */
  readonly lead: Pinned | undefined;
  /** What started the target, where it may start it again. */
  readonly parent: Pinned | undefined;
  readonly #plan: StopPlan;
  readonly #signaller: Signaller;
  readonly #protection: ReadonlyMap<number, Protection>;
  readonly #family = new Map<string, Member>();
  /** Descendants that started after the plan was shown and are not signalled. */
  readonly #apart = new Map<string, Member>();
  /** Keys of the descendants that the plan showed and that are not signalled. */
  readonly #shownApart: ReadonlySet<string>;

  private constructor(
    plan: StopPlan,
    signaller: Signaller,
    protection: ReadonlyMap<number, Protection>,
    lead: Pinned | undefined,
    parent: Pinned | undefined,
  ) {
    this.#plan = plan;
    this.#signaller = signaller;
    this.#protection = protection;
    this.lead = lead;
    this.parent = parent;
    this.#takeShown(plan.family);
    this.#shownApart = new Set(plan.apart.map(processKey));
  }

  /** `undefined`: the target has ended. */
  static of(
    plan: StopPlan,
    { processes }: Snapshot,
    signaller: Signaller,
    protection: ReadonlyMap<number, Protection>,
  ): PinnedProcesses | undefined {
    const { target } = plan;
    const lead = target ? signaller.pin(target) : undefined;
    if (target && !lead) return undefined;
    const parent = target ? processes.get(target.ppid) : undefined;
    const watched = parent && !protection.has(parent.pid) && mayStartAgain(parent);
    return new PinnedProcesses(
      plan,
      signaller,
      protection,
      lead,
      watched ? signaller.pin(parent) : undefined,
    );
  }

  alive(): boolean {
    return this.lead?.alive() ?? false;
  }

  /** Whether the target holds any of the sockets now; `null`: that may not be seen, and the last scan has to do. */
  holdsAny(): boolean | null {
    const { lead } = this;
    if (!lead) return null;
    const answers = this.#plan.sockets.map((socket) => lead.holds(socket));
    if (answers.includes(true)) return true;
    // Of a task or a session it can be another process that holds them.
    return answers.includes(null) || this.#plan.way !== 'signals' ? null : false;
  }

  /** Members of the target's family that are still alive. */
  left(): Member[] {
    return [...this.#family.values()].filter((member) => member.alive());
  }

  /**
   * Takes hold of what has been started since the plan was shown, as far as it belongs to what was shown: a server that forks
   * workers meanwhile. It holds one of the sockets, or is in the target's process group. The rest is left alone.
   */
  follow(): void {
    const roots = [...(this.lead?.alive() ? [this.lead] : []), ...this.left()];
    for (const { identity } of roots) {
      for (const descendant of this.#signaller.descendants(identity)) this.#takeNew(descendant);
    }
  }

  /** What was not shown: what has ended of those taken hold of, and what was left alone and is still there. */
  newcomers(): Newcomers {
    const came = [...this.#family.values()].filter(({ isNew }) => isNew);
    return {
      ended: came.filter((member) => !member.alive()).map(({ descendant }) => descendant),
      left: [...this.#apart.values()].filter((pinned) => pinned.alive()).map(({ descendant }) => descendant),
    };
  }

  /** Releases every process that is held. */
  close(): void {
    const all = [this.lead, this.parent, ...this.#family.values(), ...this.#apart.values()];
    for (const pinned of all) pinned?.close();
    this.#family.clear();
    this.#apart.clear();
  }

  #takeShown(descendants: readonly Descendant[]): void {
    for (const descendant of descendants) {
      const pinned = this.#signaller.pin(descendant);
      if (pinned) this.#family.set(processKey(descendant), { ...pinned, descendant, isNew: false });
    }
  }

  #takeNew(descendant: Descendant): void {
    const key = processKey(descendant);
    if (this.#family.has(key) || this.#shownApart.has(key) || this.#protection.has(descendant.pid)) return;
    const known = this.#apart.get(key);
    const pinned = known ?? this.#signaller.pin(descendant);
    if (!pinned) return;
    const member = { ...pinned, descendant, isNew: true };
    const { target, sockets } = this.#plan;
    const belongs =
      (descendant.pgrp !== null && descendant.pgrp === target?.pgrp) ||
      sockets.some((socket) => pinned.holds(socket) === true);
    if (belongs) this.#apart.delete(key);
    (belongs ? this.#family : this.#apart).set(key, member);
  }
}

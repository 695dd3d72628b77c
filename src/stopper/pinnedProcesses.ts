import { processKey } from '../core/snapshot/process';
import type { Snapshot } from '../core/snapshot/snapshot';
import { mayStartAgain } from '../core/stop/keeper';
import { isTold } from '../core/stop/planStop';
import type { Protection } from '../core/stop/protection';
import type { Descendant, StopPlan } from '../core/stop/stopPlan';
import type { Pinned, Signaller } from '../platform/signaller';

export type Member = Pinned & { readonly descendant: Descendant };

/** Everybody a plan is about, held from before it is shown until it is over: whoever gets their pids is not meant. */
export class PinnedProcesses {
  /** The target; `undefined`: a container's port, whose engine alone is asked. */
  readonly lead: Pinned | undefined;
  /** What started the target, where it may start it again. */
  readonly parent: Pinned | undefined;
  readonly #plan: StopPlan;
  readonly #signaller: Signaller;
  readonly #protection: ReadonlyMap<number, Protection>;
  readonly #family = new Map<string, Member>();

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
    this.#take(plan.family);
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

  /** Whether the target holds any of the sockets now; `null`: may not be seen, and the last look has to do. */
  holdsAny(): boolean | null {
    const { lead } = this;
    if (!lead) return null;
    const answers = this.#plan.sockets.map((socket) => lead.holds(socket));
    if (answers.includes(true)) return true;
    // Of a task or a session it can be another process that holds them.
    return answers.includes(null) || this.#plan.way !== 'signals' ? null : false;
  }

  /** Who is left of those that the target started. */
  left(): Member[] {
    return [...this.#family.values()].filter((member) => member.alive());
  }

  /** Takes hold of what has been started since. */
  follow(): void {
    const roots = [...(this.lead?.alive() ? [this.lead] : []), ...this.left()];
    for (const { identity } of roots) this.#take(this.#signaller.descendants(identity));
  }

  /** Lets go of everybody. */
  close(): void {
    for (const pinned of [this.lead, this.parent, ...this.#family.values()]) pinned?.close();
    this.#family.clear();
  }

  #take(descendants: readonly Descendant[]): void {
    for (const descendant of descendants) {
      const key = processKey(descendant);
      if (this.#family.has(key) || !isTold(descendant, this.#plan.sockets, this.#protection)) continue;
      const pinned = this.#signaller.pin(descendant);
      if (pinned) this.#family.set(key, { ...pinned, descendant });
    }
  }
}

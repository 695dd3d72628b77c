import type { Scope } from '../../core/snapshot/reading';
import type { Socket } from '../../core/socket/socket';
import { sameValue } from '../../core/values/sameValue';
import type { UserNames } from './userNames';

type Names = Readonly<Record<number, string>>;

/** The names of those whom sockets belong to. The very same object where no name has come or, with all sockets in sight, gone. */
export class SocketUsers {
  readonly #users: UserNames;
  readonly #last: Partial<
    Record<Scope, { sockets: readonly Socket[]; learned: number; uids: ReadonlySet<number> }>
  > = {};
  #names: Names = {};

  constructor(users: UserNames) {
    this.#users = users;
  }

  get names(): Names {
    return this.#names;
  }

  /** The numbers in a reading; the very same set where its list of sockets is. */
  see(scope: Scope, sockets: readonly Socket[]): ReadonlySet<number> {
    const last = this.#last[scope];
    const { learned } = this.#users;
    if (last?.sockets === sockets && last.learned === learned) return last.uids;
    const uids = last?.sockets === sockets ? last.uids : uidsOf(sockets);
    this.#last[scope] = { sockets, learned, uids };
    this.#name(uids, scope === 'all');
    return uids;
  }

  #name(uids: ReadonlySet<number>, complete: boolean): void {
    const names: Record<number, string> = complete ? {} : { ...this.#names };
    for (const uid of uids) {
      const name = this.#users.nameOf(uid);
      if (name !== null) names[uid] = name;
    }
    if (!sameValue(names, this.#names)) this.#names = names;
  }
}

function uidsOf(sockets: readonly Socket[]): Set<number> {
  const uids = new Set<number>();
  for (const { uid } of sockets) if (uid !== null) uids.add(uid);
  return uids;
}

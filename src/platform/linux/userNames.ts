import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { askGetent, type AskNameService } from './askGetent';
import { rethrowUnlessErrno } from './procFs';

/** Milliseconds that a scan waits for the name service; an answer that comes later counts from then on. */
const WAIT_MS = 500;

/** Milliseconds after which the name service is asked again for a number that it had no name for. */
const ASK_AGAIN_MS = 600_000;

/** Numbers in one question; the rest has its turn in the next scan. */
const AT_ONCE = 32;

export interface UserNamesOptions {
  readonly file?: string;
  readonly ask?: AskNameService;
  /** How long a scan waits for the name service, in milliseconds. */
  readonly waitMs?: number;
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
}

/**
 * User names by number: from passwd(5), which is read again only for a number it did not have, once it has changed; and
 * for the others from the system's name service (nsswitch.conf(5): LDAP, SSSD, systemd), which may be slow and is asked
 * only by {@link learn}.
 */
export class UserNames {
  #names = new Map<number, string>();
  /** What the name service said. */
  readonly #served = new Map<number, string>();
  /** When the name service was asked for a number that it has not named. */
  readonly #asked = new Map<number, number>();
  #readAt = -1;
  /** The question under way: only one is asked at a time, however long it takes. */
  #question: Promise<void> | undefined;
  readonly #file: string;
  readonly #ask: AskNameService;
  readonly #waitMs: number;
  readonly #now: () => number;

  constructor({ file, ask, waitMs, now }: UserNamesOptions = {}) {
    this.#file = file ?? '/etc/passwd';
    this.#ask = ask ?? askGetent;
    this.#waitMs = waitMs ?? WAIT_MS;
    this.#now = now ?? ((): number => performance.now());
  }

  /** How many names the name service has given so far. */
  get learned(): number {
    return this.#served.size;
  }

  /** `null`: no such user here (an image's user), or one that only {@link learn} finds. Never waits. */
  nameOf(uid: number): string | null {
    const known = this.#names.get(uid) ?? this.#served.get(uid);
    if (known !== undefined) return known;
    this.#refresh();
    return this.#names.get(uid) ?? null;
  }

  /** Asks the name service for those of these users that have no name yet, and waits half a second at most. Never rejects. */
  async learn(uids: Iterable<number>): Promise<void> {
    if (this.#question) return;
    const now = this.#now();
    const due = [...new Set(uids)]
      .filter((uid) => now - (this.#asked.get(uid) ?? -Infinity) >= ASK_AGAIN_MS && this.nameOf(uid) === null)
      .slice(0, AT_ONCE);
    if (due.length === 0) return;
    for (const uid of due) this.#asked.set(uid, now);
    this.#question = this.#ask(due).then((text) => {
      const named = parsePasswd(text);
      for (const uid of due) {
        const name = named.get(uid);
        if (name !== undefined) this.#served.set(uid, name);
      }
      this.#question = undefined;
    });
    await this.#wait(this.#question);
  }

  async #wait(question: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#waitMs);
    });
    await Promise.race([question, over]);
    clearTimeout(timer);
  }

  #refresh(): void {
    try {
      const changed = statSync(this.#file).mtimeMs;
      if (changed === this.#readAt) return;
      this.#readAt = changed;
      this.#names = parsePasswd(readFileSync(this.#file, 'utf8'));
    } catch (error) {
      // Without the file users go by number.
      rethrowUnlessErrno(error);
      return;
    }
    try {
      // Asks the directory service as well, which matters most for oneself.
      const { uid, username } = userInfo();
      if (!this.#names.has(uid)) this.#names.set(uid, username);
    } catch {
      // libuv throws where the running number has no name anywhere.
    }
  }
}

/** `name:password:uid:gid:…`; the first line for a number counts, as in getpwuid(3). */
export function parsePasswd(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , digits] = line.split(':', 3);
    if (!name || digits === undefined || !/^\d{1,10}$/.test(digits)) continue;
    if (!names.has(Number(digits))) names.set(Number(digits), name);
  }
  return names;
}

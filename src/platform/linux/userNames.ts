import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { rethrowUnlessErrno } from './procFs';

/** User names by number from passwd(5). The file is read again only for a number it did not have, once it has changed. */
export class UserNames {
  #names = new Map<number, string>();
  #readAt = -1;
  readonly #file: string;

  constructor(file = '/etc/passwd') {
    this.#file = file;
  }

  /** `null`: no such user here (an image's user, a directory service's). */
  nameOf(uid: number): string | null {
    const known = this.#names.get(uid);
    if (known !== undefined) return known;
    this.#refresh();
    return this.#names.get(uid) ?? null;
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

import { type ProcFs, rethrowUnlessErrno } from './procFs';

/** Network interfaces by their number, in the namespace of a `net` folder of /proc. */
export class InterfaceNames {
  readonly #fs: ProcFs;
  readonly #folder: string;
  #names: Map<number, string> | undefined;
  #version = 1;

  constructor(fs: ProcFs, folder: string) {
    this.#fs = fs;
    this.#folder = folder;
  }

  /** A number that changes once a name that was asked for has changed. */
  get version(): number {
    return this.#version;
  }

  /** The same for one interface; 0 for none. */
  versionFor(index: number): number {
    if (index === 0) return 0;
    this.of(index);
    return this.#version;
  }

  of(index: number): string {
    if (!this.#names?.has(index)) this.#read();
    const name = this.#names?.get(index) ?? unnamed(index);
    // Remembered too, so that it is not looked for at every row.
    this.#names?.set(index, name);
    return name;
  }

  /** Reads the names again if any was asked for: an interface may have been renamed. */
  refresh(): void {
    if (this.#names) this.#read();
  }

  #read(): void {
    const names = parseInterfaceNames(this.#text('dev_mcast'), this.#text('igmp'));
    const known = [...(this.#names ?? [])];
    if (known.some(([index, name]) => (names.get(index) ?? unnamed(index)) !== name)) this.#version++;
    this.#names = names;
  }

  #text(file: string): string {
    try {
      return this.#fs.readFile(`${this.#folder}/${file}`).toString('latin1');
    } catch (error) {
      // Without the names (a kernel without multicast, a process that has ended) the numbers stand for themselves.
      rethrowUnlessErrno(error);
      return '';
    }
  }
}

/** The name that ss(8) gives an interface it cannot find. */
const unnamed = (index: number): string => `if${index}`;

/**
 * Interface names by index, from /proc/net/igmp (`2\teth0      :     1      V3`, the interfaces that are up) and
 * /proc/net/dev_mcast (`2    eth0            1     0     333300000001`, most others). Unlike /sys/class/net, which shows
 * the namespace it was mounted in, these two are always of the namespace that is asked.
 */
export function parseInterfaceNames(...tables: readonly string[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const table of tables) {
    for (const line of table.split('\n')) {
      const match = /^(\d+)\s+([^\s:]{1,15})/.exec(line);
      if (match?.[1] !== undefined && match[2] !== undefined) names.set(Number(match[1]), match[2]);
    }
  }
  return names;
}

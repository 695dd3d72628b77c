import { execFile } from 'node:child_process';

/** Lines of passwd(5) for these user numbers, as far as there are any: `jo.doe:x:61234:61234:Jo:/home/jo:/bin/sh`. Never rejects. */
export type AskNameService = (uids: readonly number[]) => Promise<string>;

/** Milliseconds after which getent(1) is killed. */
const LIMIT_MS = 2000;

/** The longest answer of getent that is read, in bytes. */
const ANSWER_BYTES = 65_536;

/**
 * Asks the system's name service by getent(1), in a process of its own: getpwuid(3) would hold this thread for as long as a
 * directory takes. Where the program is missing nobody has a name; it fails too where one of several numbers is unknown,
 * and then has printed the others.
 */
export const askGetent: AskNameService = (uids) =>
  new Promise((resolve) => {
    const options = { cwd: '/', timeout: LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: ANSWER_BYTES } as const;
    execFile('getent', ['passwd', ...uids.map(String)], options, (_error, stdout) => {
      resolve(stdout);
    });
  });

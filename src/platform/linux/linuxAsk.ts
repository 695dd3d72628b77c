import { reasonOf } from '../../core/text/reasonOf';
import type { AskSystem } from '../../core/who/askSystem';
import { accepts } from '../accepts';
import { carriersOf } from '../carriersOf';
import { loadKoffi } from '../koffi';
import { netlinkCalls } from './sockDiag/netlinkCalls';
import { boundFiles } from './sockDiag/unixFiles';
import { type KernelFile, unixFile } from './unixFile';

/** How long a path may take to be read, in milliseconds: behind a dead network mount it would never end. */
const PATH_MS = 1000;

/** What a question such as “who holds port 3000?” needs of a Linux machine beyond a snapshot. */
export const linuxAsk: AskSystem = {
  unixFile: async (path, pids) =>
    await unixFile(path, pids, {
      boundFiles: filesOfSockets,
      timeLimit: () => new Promise((resolve) => setTimeout(() => resolve(undefined), PATH_MS).unref()),
    }),
  carriersOf,
  accepts,
};

function filesOfSockets(): ReadonlyMap<number, KernelFile> | undefined {
  const loaded = loadKoffi();
  if ('reason' in loaded) return undefined;
  try {
    return boundFiles(netlinkCalls(loaded.koffi));
  } catch (error) {
    // The C library lacks a call: only names can be compared.
    reasonOf(error);
    return undefined;
  }
}

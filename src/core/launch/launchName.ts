import type { Process } from '../snapshot/process';
import { oneLine } from '../text/oneLine';
import { baseName } from '../text/paths';
import { programName } from './programName';

const LONGEST = 60;

/**
 * A title that the process gave itself (setproctitle): all in argv[0], often with a colon: `postgres: checkpointer`,
 * `nginx: master process nginx`, `redis-server *:6379`, `npm run dev`.
 */
function titleName(title: string): string {
  const part = /^\[?([^\s:[]{1,64}): /.exec(title)?.[1];
  // `resque-2.6.0: Waiting for *`
  if (part !== undefined) return baseName(part).replace(/-\d[\d.]{0,20}$/, '');
  // `node (vitest 2)`
  const inside = /^node \(([a-z][\w-]{0,40})/.exec(title)?.[1];
  if (inside !== undefined) return inside;
  const [program = '', ...args] = title.split(/\s+/);
  if (program.startsWith('[')) return program;
  return programName(baseName(program), args);
}

/** A title in brackets, as those that the system's tools write round the name of a kernel thread. */
function bracketed(title: string, exe: string | null): string | undefined {
  if (!/^\[[^\][]{1,200}\]$/.test(title)) return undefined;
  // A kernel thread has no executable: what calls itself one is shown with its own.
  const program = exe === null ? '' : baseName(exe.replace(/ \(deleted\)$/, ''));
  return program === '' || title.includes(program) ? title : `${title} (${program})`;
}

function launchText({ command, exe, name }: Process): string {
  const [first = '', ...args] = command;
  if (first === '') return name;
  const inBrackets = bracketed(first, exe);
  if (inBrackets !== undefined) return inBrackets;
  // `go run` builds to a temporary folder or to its cache, Delve beside the sources.
  if (/[/\\]go-build\d*[/\\]/.test(first.slice(0, 400))) return `go run ${baseName(first)}`;
  if (baseName(first).startsWith('__debug_bin')) return 'go debug';
  // A process that overwrote its title leaves the rest of its arguments empty.
  const isTitle = args.every((arg) => arg === '') && /\s/.test(first) && first !== exe;
  if (isTitle && (!first.startsWith('/') || first.startsWith(`${exe ?? ''} `))) return titleName(first);
  return programName(baseName(first), args);
}

/** What people call it: `vite`, `node server.js`, `python -m http.server`, `postgres`. One line, at most 60 characters. */
export function launchName(process: Process): string {
  const text = launchText(process).trim();
  return oneLine(text === '' ? process.name : text, LONGEST);
}

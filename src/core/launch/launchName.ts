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
  const part = /^([^\s:]{1,64}): /.exec(title)?.[1];
  if (part !== undefined) return baseName(part);
  const [program = '', ...args] = title.split(/\s+/);
  return programName(baseName(program), args);
}

function launchText({ command, exe, name }: Process): string {
  const [first = '', ...args] = command;
  if (first === '') return name;
  // `go run` builds to a temporary folder, Delve beside the sources.
  if (/[/\\]go-build\d+[/\\]/.test(first.slice(0, 400))) return `go run ${baseName(first)}`;
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

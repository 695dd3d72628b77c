import type { LaunchRule } from './launchRule';

/** ssh(1): options that take a value, stuck to them or as the next argument. */
const VALUED = /[BbcDEeFIiJLlMmOoPpQRSWw]/;
const FORWARD = /^(Local|Remote|Dynamic)Forward[ =]\s{0,4}(.{1,200})$/i;
const LETTERS: Readonly<Record<string, string>> = { local: 'L', remote: 'R', dynamic: 'D' };

function forward(letter: string, value: string): string | undefined {
  if ('LRD'.includes(letter)) return `-${letter} ${value}`;
  const [, kind = '', where = ''] = FORWARD.exec(letter === 'o' ? value : '') ?? [];
  const known = LETTERS[kind.toLowerCase()];
  return known === undefined ? undefined : `-${known} ${where.trim().replace(/\s{1,4}/, ':')}`;
}

/** What a tunnel leads where: `ssh -L 8080:localhost:80`, also said as `-oLocalForward=8080:localhost:80`. */
export const ssh: LaunchRule = ({ program, args }) => {
  let hosts = 0;
  for (let index = 0; index < args.length && hosts < 2; index++) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      // Behind the host stands what is run there, behind options that may follow it.
      hosts++;
      continue;
    }
    const at = arg.slice(1, 100).search(VALUED) + 1;
    if (at === 0) continue;
    const stuck = arg.slice(at + 1);
    if (stuck === '') index++;
    const found = forward(arg[at] ?? '', stuck || (args[index] ?? ''));
    if (found !== undefined) return `${program} ${found}`.trim();
  }
  return undefined;
};

import { baseName } from '../text/paths';
import type { Call, LaunchRule } from './launchRule';
import { operands } from './operands';

const isAssignment = (word: string): boolean => /^[A-Za-z_]\w{0,80}=/.test(word);

/** What a wrapper runs: the words behind its own options, its own operands, and variables that it sets. */
function inner(args: readonly string[], valued: string, own: number): readonly string[] {
  let words = operands(args, valued);
  for (let skipped = 0; skipped < own && words.length > 0; skipped++)
    words = operands(words.slice(1), valued);
  let first = 0;
  while (isAssignment(words[first] ?? '') || words[first] === '--') first++;
  return words.slice(first);
}

/**
 * A program that runs another, and stays: `sudo node server.js`, `timeout node server.js`. `own`: how many operands are
 * its own, as the time of `timeout 10 node server.js`.
 */
export const wrapper =
  (valued = '', own = 0): LaunchRule =>
  ({ program, args }, nameOf) => {
    const [name, ...rest] = inner(args, valued, own);
    return name === undefined ? undefined : `${program} ${nameOf(baseName(name), rest)}`;
  };

/** A program that another takes the place of: `env PORT=3000 node server.js`. */
export const replaced =
  (valued = '', own = 0): LaunchRule =>
  ({ args }, nameOf) => {
    const [name, ...rest] = inner(args, valued, own);
    return name === undefined ? undefined : nameOf(baseName(name), rest);
  };

/** How a program says what it runs. */
interface Behind {
  /** The program's own words for it, parted by blanks. */
  readonly words: string;
  /** Its options whose value is the next argument. */
  readonly valued?: string;
  /** Whether operands of its own may come first, and `--` after them: `mise exec node@20 -- npm start`. */
  readonly marked?: boolean;
}

/** The command behind the wrapper's own word: `npm start` in `doppler run --project x -- npm start`. */
function behind(
  { args }: Call,
  { words, valued = '', marked = false }: Behind,
): readonly string[] | undefined {
  const [word, ...after] = operands(args, valued);
  if (word === undefined || !words.split(' ').includes(word)) return undefined;
  const dashes = marked ? after.indexOf('--') : -1;
  return after.slice(dashes + 1);
}

/** A program that runs another behind a word of its own, and stays: `poetry run flask run`. */
export const behindWord =
  (how: Behind): LaunchRule =>
  (call, nameOf) => {
    const after = behind(call, how);
    if (!after) return undefined;
    const said = `${call.program} ${operands(call.args, how.valued ?? '')[0] ?? ''}`;
    // `uv run -m http.server`
    const [option, module] = after;
    if (option === '-m' && module !== undefined) return `${said} ${nameOf('python', after)}`;
    const [name, ...own] = inner(after, how.valued ?? '', 0);
    return name === undefined ? undefined : `${said} ${nameOf(baseName(name), own)}`;
  };

/** The same of one that only prepares: `bundle exec jekyll serve`, `rbenv exec rails server`. */
export const execOf =
  (how: Behind): LaunchRule =>
  (call, nameOf) => {
    const [name, ...own] = inner(behind(call, how) ?? [], how.valued ?? '', 0);
    return name === undefined ? undefined : nameOf(baseName(name), own);
  };

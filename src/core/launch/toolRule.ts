import type { LaunchRule } from './launchRule';
import { allOperands, operands } from './operands';
import { scriptName } from './scriptName';

/** First words that tell one call of a tool from another: `next dev`, `hugo server`, `kubectl port-forward`. */
const SUBCOMMANDS = new Set(
  (
    'agent api-server autoport beat build console daemon dashboard debug dev develop docs:dev emulators:start flower ' +
    'host lab live mock notebook offline playground port-forward preview proxy run runserver scheduler serve ' +
    'serve-static server server:start shell ssr standalone start start-api start-dev start-lambda storybook studio test ' +
    'tunnel ui up vite:dev watch webserver worker'
  ).split(' '),
);

/** Words that hold a group of others: `wrangler pages dev`, `sam local start-api`. */
const GROUPS = new Set('compose local pages emulators functions'.split(' '));

/**
 * Where its word stands: the first operand, or one behind what may be the value of an option, as in
 * `next -p 3000 dev`. -1: it has none that is known.
 */
function wordAt(args: readonly string[]): number {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg.startsWith('-')) continue;
    if (SUBCOMMANDS.has(arg) || (GROUPS.has(arg) && SUBCOMMANDS.has(args[index + 1] ?? ''))) return index;
    const before = args[index - 1] ?? '';
    if (!before.startsWith('-') || before.includes('=')) return -1;
  }
  return -1;
}

/** The word that it is called with, where that tells more. */
export const tool: LaunchRule = ({ program, args }) => {
  const at = wordAt(args);
  if (at < 0) return undefined;
  const [word = '', next = ''] = args.slice(at);
  // `turbo run dev`: what is run says more.
  const what = GROUPS.has(word) || (word === 'run' && /^[\w:#@/][\w:#@/-]{0,39}$/.test(next));
  return [program, word, ...(what ? [next] : [])].join(' ');
};

/** `valued`: options before the word whose value is the next argument. */
export const withValued =
  (valued: string): LaunchRule =>
  ({ program, args }, nameOf) =>
    tool({ program, args: operands(args, valued) }, nameOf);

/** Keeps the first `count` operands, whatever they are: `docker compose up`, `cargo leptos watch`. */
export const words =
  (count: number, valued = ''): LaunchRule =>
  ({ program, args }) => {
    const said = allOperands(args, valued, count).filter((word) => /^[\w.:@/-]{1,40}$/.test(word));
    return said.length === 0 ? undefined : [program, ...said.map(scriptName)].join(' ');
  };

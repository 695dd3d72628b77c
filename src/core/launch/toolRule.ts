import type { LaunchRule } from './launchRule';
import { operands } from './operands';

/** First words that tell one call of a tool from another: `next dev`, `hugo server`, `kubectl port-forward`. */
const SUBCOMMANDS = new Set(
  (
    'agent autoport build daemon dashboard dev develop docs:dev emulators:start host live playground port-forward ' +
    'preview proxy run runserver serve serve-static server server:start shell ssr start start-dev storybook studio ' +
    'test tunnel up vite:dev watch worker'
  ).split(' '),
);

/** The word that it is called with, where that tells more. */
export const tool: LaunchRule = ({ program, args }) => {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  const [word, next] = args.slice(Math.max(0, at));
  if (word === undefined || !SUBCOMMANDS.has(word)) return undefined;
  // `turbo run dev`: what is run says more.
  const what =
    word === 'run' && next !== undefined && /^[\w:#@/-]{1,40}$/.test(next) && !next.startsWith('-');
  return [program, word, ...(what ? [next] : [])].join(' ');
};

/** `valued`: options before the word whose value is the next argument. */
export const withValued =
  (valued: string): LaunchRule =>
  ({ program, args }, nameOf) =>
    tool({ program, args: operands(args, valued) }, nameOf);

import type { Process } from '../snapshot/process';
import { oneLine } from './oneLine';
import { maskKeys } from './secrets/keyShapes';
import { maskWhole, maskWord } from './secrets/maskWord';
import { maskWords, WordMask } from './secrets/maskWords';
import { shellWord } from './shellWord';

function maskArgument(argument: string, program: string): string {
  return (
    maskWhole(argument) ?? (/\s/.test(argument) ? maskWords(argument, program) : maskWord(argument).text)
  );
}

/** The program's own path is masked only where it is no path: a title, an assignment, a URL. */
const maskProgram = (program: string): string =>
  /^(?:\.{0,2}\/|[A-Za-z]:\\)/.test(program) ? maskKeys(program) : maskArgument(program, '');

/**
 * The command with passwords, tokens and keys replaced by `•••`: by the names of options, variables, headers and
 * properties, by the program whose option it is, in URLs, and by what services' own keys look like. A guess in both
 * directions: only what a name or a shape tells is masked. Linear in the command's length.
 */
export function maskSecrets(command: readonly string[]): string[] {
  const words = new WordMask();
  return command.map((argument, index) => {
    const masked = words.take(argument);
    if (index === 0) return maskProgram(argument);
    return masked ?? maskArgument(argument, command[0] ?? '');
  });
}

/** Characters of a command line shown; the system's own limit is far higher. */
const LONGEST_LINE = 4096;

/** The command as one line: masked, quoted as a shell wants it where needed, at most 4 KB; `[name]` where it has none. */
export function commandLine(process: Process): string {
  const [first, ...rest] = maskSecrets(process.command);
  if (first === undefined) return `[${oneLine(process.name)}]`;
  // A title that the process gave itself is one argument with blanks: `postgres: checkpointer`.
  const line = rest.length === 0 ? first : [first, ...rest].map(shellWord).join(' ');
  return oneLine(line, LONGEST_LINE);
}

import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { type Output, outputTo } from './output';

/** The command line's two output streams; each may be a terminal, a file or a pipe. */
export interface Terminal {
  /** Cells of standard output's terminal; `undefined`: it is a file or a pipe. */
  readonly columns: number | undefined;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  print(line: string): void;
  /** One JSON document on one line. */
  printJson(document: object): void;
  /** Writes one line to standard error. */
  note(line: string): void;
  /** A line that the next one overwrites; written only to a terminal. */
  progress(line: string): void;
  /** `y` or `yes` is a yes; all else, the end of input and Ctrl+C included, is a no. */
  confirm(question: string): Promise<boolean>;
  emphasize(text: string): string;
  /** Standard output: what is printed. */
  readonly output: Output;
}

/** What JSON.stringify leaves as it is though a terminal acts on it or shows nothing: C1 controls, bidi controls, fillers. */
const ACTING = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The JSON escapes of a character's UTF-16 units: `\u202e`, `\udb40\udc01`. */
const spelledOut = (character: string): string =>
  character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** One document on one line, as plain as JSON can be. */
export const jsonLine = (document: object): string => JSON.stringify(document).replace(ACTING, spelledOut);

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const coloured = stdout.isTTY && stdout.hasColors(); // hasColors() minds NO_COLOR and TERM=dumb
  const output = outputTo(stdout);
  const notes = outputTo(stderr);
  let progressing = false;
  const clearProgress = (): void => {
    if (progressing) notes.write('\r\x1b[K');
    progressing = false;
  };
  return {
    columns: stdout.isTTY ? stdout.columns : undefined,
    interactive: stdin.isTTY && stderr.isTTY,
    print: (line) => {
      clearProgress();
      output.write(`${line}\n`);
    },
    printJson: (document) => output.write(`${jsonLine(document)}\n`),
    note: (line) => {
      clearProgress();
      notes.write(`${line}\n`);
    },
    progress: (line) => {
      if (!stderr.isTTY) return;
      clearProgress();
      notes.write(line);
      progressing = true;
    },
    confirm: async (question) => {
      clearProgress();
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        const ended = new Promise<string>((resolve) => {
          lines.once('SIGINT', () => resolve(''));
          lines.once('close', () => resolve(''));
        });
        const answer = await Promise.race([lines.question(`${question} [y/N] `), ended]);
        return /^y(es)?$/i.test(answer.trim());
      } finally {
        lines.close();
      }
    },
    emphasize: (text) => (coloured ? styleText('bold', text) : text),
    output,
  };
}

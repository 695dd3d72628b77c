import type { Call } from './launchRule';

const VSCODE_PARTS: ReadonlyMap<string, string> = new Map([
  ['--type=extensionHost', 'VS Code extension host'],
  ['--type=ptyHost', 'VS Code pty host'],
  ['--type=fileWatcher', 'VS Code file watcher'],
]);

/** The name of the VS Code process that these arguments start; `undefined` where they start another program. */
export const vscodePart = ({ args }: Call): string | undefined => {
  const part = args.map((arg) => VSCODE_PARTS.get(arg)).find((name) => name !== undefined);
  if (part !== undefined) return part;
  const script = args.find((arg) => arg.endsWith('.js') || arg.includes('/code-server')) ?? '';
  if (/[/\\]out[/\\]server-main\.js$/.test(script)) return 'VS Code server';
  if (/[/\\]code-server([/\\]out[/\\]node[/\\]entry(\.js)?)?$/.test(script)) return 'code-server';
  return undefined;
};

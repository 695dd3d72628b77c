import { baseName } from '../text/paths';
import type { LaunchRule } from './launchRule';
import { operands } from './operands';
import { packageProgram } from './packageProgram';
import { installedProgram, scriptName } from './scriptName';
import { vscodePart } from './vscodePart';

const NODE_VALUED =
  '-r --require --import --loader --experimental-loader -C --conditions --env-file --title --inspect-port';

export const node: LaunchRule = (call, nameOf) => {
  const { program, args } = call;
  const part = vscodePart(call);
  if (part !== undefined) return part;
  const [script, ...rest] = operands(args, NODE_VALUED);
  const own = args.slice(0, script === undefined ? undefined : args.indexOf(script));
  const code = own.find((arg) => ['-e', '-p', '-pe', '--eval', '--print', '--test'].includes(arg));
  if (code !== undefined) return `${program} ${code}`;
  if (script === undefined) return undefined;
  if (own.includes('--run')) return `${program} --run ${script}`;
  // tsx and ts-node start the script in a child that preloads them.
  const preload = own.map((arg) => /[/\\](tsx|ts-node)[/\\]/.exec(arg.slice(0, 400))?.[1]).find(Boolean);
  if (preload !== undefined) return `${preload} ${scriptName(script)}`;
  const release = /^(yarn|pnpm)-[\d.]+\.[cm]?js$/.exec(baseName(script))?.[1];
  const inner = release ?? packageProgram(script) ?? installedProgram(script);
  if (inner !== undefined) return nameOf(inner, rest);
  return `${program} ${scriptName(script)}`;
};

/** Runs the script it is given: `tsx server.ts`. */
export const runner =
  (valued = ''): LaunchRule =>
  ({ program, args }) => {
    const [first, second] = operands(args, valued);
    // `tsx watch server.ts`
    const script = first === 'watch' ? second : first;
    return script === undefined ? undefined : `${program} ${scriptName(script)}`;
  };

const PACKAGE_MANAGER_VALUED = '-C -F -w --filter --dir --prefix --cwd --workspace --loglevel -p --package';

/** `npm run dev`, `pnpm dev`, `yarn workspace web start`, `npx serve`. */
export const packageManager: LaunchRule = ({ program, args }) => {
  const words = operands(args, PACKAGE_MANAGER_VALUED);
  const count =
    words[0] === 'workspace' ? 3 : /^(run|run-script|exec|dlx|x|node)$/.test(words[0] ?? '') ? 2 : 1;
  const said = words.slice(0, count).filter((word) => !word.startsWith('-'));
  return said.length === 0 ? undefined : `${program} ${said.map(scriptName).join(' ')}`;
};

/** Electron and Chromium say which of their processes it is. */
export const electron: LaunchRule = (call) => {
  const part = vscodePart(call);
  if (part !== undefined) return part;
  const type = call.args.map((arg) => /^--type=([\w-]{1,40})$/.exec(arg)?.[1]).find(Boolean);
  return type === undefined ? undefined : `${call.program} (${type})`;
};

import type { LaunchRule } from './launchRule';
import { allOperands, operands } from './operands';
import { packageManagerScript, packageProgram } from './packageProgram';
import { installedProgram, scriptName } from './scriptName';
import { vscodePart } from './vscodePart';

const NODE_VALUED =
  '-r --require --import --loader --experimental-loader -C --conditions --env-file --env-file-if-exists --title ' +
  '--inspect-port --watch-path --test-reporter --test-reporter-destination --test-name-pattern --input-type ' +
  '--experimental-config-file --icu-data-dir --openssl-config --redirect-warnings --dns-result-order ' +
  '--disable-warning --unhandled-rejections --max-http-header-size --report-dir --cpu-prof-dir --heap-prof-dir ' +
  '--max-old-space-size --stack-size';

/** tsx and ts-node start the script in a child that preloads them. */
const PRELOADED = /(?:^|[/\\=])(tsx|ts-node)(?:[/\\]|$)/;

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
  const preload = own.map((arg) => PRELOADED.exec(arg.slice(0, 400))?.[1]).find(Boolean);
  if (preload !== undefined) return `${preload} ${scriptName(script)}`;
  const inner = packageManagerScript(script) ?? packageProgram(script) ?? installedProgram(script);
  if (inner !== undefined) return nameOf(inner, rest);
  return `${program} ${scriptName(script)}`;
};

/** Runs the script it is given: `tsx server.ts`. */
export const runner =
  (valued = ''): LaunchRule =>
  ({ program, args }) => {
    const [first, second] = allOperands(args, valued, 2);
    // `tsx watch server.ts`
    const script = first === 'watch' ? second : first;
    return script === undefined ? undefined : `${program} ${scriptName(script)}`;
  };

const PACKAGE_MANAGER_VALUED =
  '-C -F -w -c -r --filter --filter-prod --dir --prefix --cwd --workspace --loglevel -p --package --call ' +
  '--script-shell --userconfig --registry --config --preload --env-file --tsconfig-override --from';

/** Words behind which stands what is run. */
const VERBS = /^(?:run|run-script|exec|dlx|x|node|create|foreach)$/;

/** `npm run dev`, `pnpm dev`, `yarn workspace web start`, `npx serve`. */
export const packageManager: LaunchRule = ({ program, args }) => {
  const words = allOperands(args, PACKAGE_MANAGER_VALUED, 4);
  const workspace = words[0] === 'workspace' ? 2 : words[0] === 'workspaces' ? 1 : 0;
  const count = workspace + (VERBS.test(words[workspace] ?? '') ? 2 : 1);
  const said = words.slice(0, count);
  // What follows `yarn workspaces foreach` may be `run` again.
  if (said.at(-1) === 'run' && words[count] !== undefined) said.push(words[count]);
  return said.length === 0 ? undefined : `${program} ${said.map(scriptName).join(' ')}`;
};

/** Electron and Chromium say which of their processes it is. */
export const electron: LaunchRule = (call) => {
  const part = vscodePart(call);
  if (part !== undefined) return part;
  const type = call.args.map((arg) => /^--type=([\w-]{1,40})$/.exec(arg)?.[1]).find(Boolean);
  return type === undefined ? undefined : `${call.program} (${type})`;
};

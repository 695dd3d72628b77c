import { baseName } from '../text/paths';
import { java } from './javaRule';
import type { LaunchRule } from './launchRule';
import { electron, node, packageManager, runner } from './nodeRules';
import { operands } from './operands';
import { environmentRunner, python, wsgi } from './pythonRules';
import { installedProgram, scriptName } from './scriptName';
import { tool, withValued } from './toolRule';

const ruby: LaunchRule = ({ program, args }, nameOf) => {
  const [script, ...rest] = operands(args, '-C -e -E -I -r');
  if (script === undefined) return undefined;
  const inner = /^(\.\/)?(bin|script)\/(\w+)$/.exec(script)?.[3] ?? installedProgram(script);
  return inner === undefined ? `${program} ${scriptName(script)}` : nameOf(inner, rest);
};

const rails: LaunchRule = ({ args: [command] }) =>
  command === undefined ? undefined : `rails ${command === 's' ? 'server' : command}`;

const bundle: LaunchRule = ({ args }, nameOf) => {
  const [exec, program, ...rest] = operands(args, '');
  return exec === 'exec' && program !== undefined ? nameOf(baseName(program), rest) : undefined;
};

/** What a tunnel leads where: `ssh -L 8080:localhost:80`. */
const ssh: LaunchRule = ({ program, args }) => {
  const at = args.findIndex((arg) => /^-\w{0,8}[LRD]/.test(arg));
  const option = args[at];
  if (option === undefined) return undefined;
  const letter = /[LRD]/.exec(option)?.[0] ?? '';
  const stuck = option.slice(option.indexOf(letter) + 1);
  return `${program} -${letter} ${stuck || (args[at + 1] ?? '')}`.trim();
};

const php: LaunchRule = ({ program, args }) => {
  const server = args.indexOf('-S');
  if (server >= 0) return `${program} -S ${args[server + 1] ?? ''}`.trim();
  const [script, command] = operands(args, '-c -d -f -t -z');
  if (script === undefined) return undefined;
  const words = baseName(script) === 'artisan' && command ? [command] : [];
  return [program, scriptName(script), ...words].join(' ');
};

/** Two words and a file: `deno run server.ts`, `dotnet watch`, `dotnet App.dll`. */
const wordAndFile: LaunchRule = ({ program, args }) => {
  const [word, ...rest] = operands(args, '--config --import-map --project');
  if (word === undefined) return undefined;
  const [file] = /^(run|task|serve|exec)$/.test(word)
    ? operands(rest, '--config --import-map --project')
    : [];
  return [program, scriptName(word), ...(file === undefined ? [] : [scriptName(file)])].join(' ');
};

/** Erlang's virtual machine, which runs Elixir, RabbitMQ and others. */
const erlang: LaunchRule = ({ args }) => {
  const mix = args.findIndex((arg) => baseName(arg) === 'mix');
  if (mix >= 0) return `mix ${args[mix + 1] ?? ''}`.trim();
  if (args.some((arg) => /^rabbit(@|$)/.test(arg))) return 'rabbitmq';
  return args.includes('ejabberd') ? 'ejabberd' : undefined;
};

const shell: LaunchRule = ({ program, args }) => {
  const [script] = operands(args, '-o +o');
  if (script === undefined) return undefined;
  return args.some((arg) => /^-\w*c$/.test(arg)) ? `${program} -c` : `${program} ${scriptName(script)}`;
};

const named =
  (name: string): LaunchRule =>
  () =>
    name;

/** By the program's name; several names may share a rule. To teach Portolan a program, add it here. */
const RULES: ReadonlyMap<string, LaunchRule> = new Map(
  (
    [
      ['node nodejs', node],
      ['npm npx pnpm pnpx yarn yarnpkg bun bunx', packageManager],
      ['tsx ts-node ts-node-esm ts-node-dev tsnd node-dev babel-node', runner('-r --require -P --project')],
      ['nodemon', runner('-e --ext -w --watch -i --ignore -x --exec --delay --config')],
      ['python pypy pythonw', python],
      ['uvicorn gunicorn hypercorn daphne granian waitress-serve', wsgi],
      ['flask', ({ args }) => (args.includes('run') ? 'flask run' : undefined)],
      ['celery', ({ args }) => (args.includes('worker') ? 'celery worker' : undefined)],
      ['streamlit', ({ args }) => ['streamlit', ...operands(args, '').slice(0, 2).map(scriptName)].join(' ')],
      ['ipykernel_launcher', named('jupyter kernel')],
      ['java javaw', java],
      ['ruby', ruby],
      ['rails', rails],
      ['uv poetry pipenv pdm rye hatch', environmentRunner],
      ['ssh autossh', ssh],
      ['kubectl oc', withValued('-n --namespace --context --kubeconfig -s --server --as')],
      ['dlv', ({ args: [command] }) => (command ? `dlv ${command}` : undefined)],
      ['bundle', bundle],
      ['php', php],
      ['perl lua luajit Rscript', runner()],
      ['deno dotnet', wordAndFile],
      ['beam.smp beam', erlang],
      ['sh bash dash zsh ksh fish', shell],
      ['code code-insiders codium cursor electron chrome chromium', electron],
      ['busybox', ({ args: [applet] }) => applet],
      ['next-server', named('next')],
    ] satisfies [string, LaunchRule][]
  ).flatMap(([names, rule]) => names.split(' ').map((name) => [name, rule] as const)),
);

/** Interpreters are installed under their version too: `python3.12`, `ruby3.1`. */
const VERSIONED = /^(python|pypy|ruby|php|perl|lua|luajit|node)[\d.]+$/;

/** What a program that is called so is known as: `vite`, `node server.js`. Its path is not part of it. */
export function programName(program: string, args: readonly string[]): string {
  const name = program.replace(/^-/, '').replace(/\.(exe|cmd|bat)$/i, '');
  const plain = VERSIONED.exec(name)?.[1] ?? name;
  return (RULES.get(plain) ?? tool)({ program: plain, args }, programName) ?? plain;
}

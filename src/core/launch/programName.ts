import { baseName } from '../text/paths';
import { dart } from './dartRule';
import { erlang } from './erlangRule';
import { java } from './javaRule';
import type { LaunchRule } from './launchRule';
import { electron, node, packageManager, runner } from './nodeRules';
import { allOperands, operands } from './operands';
import { python, wsgi } from './pythonRules';
import { installedProgram, scriptName } from './scriptName';
import { ssh } from './sshRule';
import { tool, withValued, words } from './toolRule';
import { behindWord, execOf, replaced, wrapper } from './wrapperRules';

const ruby: LaunchRule = ({ program, args }, nameOf) => {
  const [script, ...rest] = operands(args, '-C -e -E -I -r');
  if (script === undefined) return undefined;
  const inner = installedProgram(script);
  return inner === undefined ? `${program} ${scriptName(script)}` : nameOf(inner, rest);
};

const rails: LaunchRule = ({ args: [command] }) =>
  command === undefined ? undefined : `rails ${command === 's' ? 'server' : command}`;

const php: LaunchRule = ({ program, args }, nameOf) => {
  const server = args.indexOf('-S');
  if (server >= 0) return `${program} -S ${args[server + 1] ?? ''}`.trim();
  const [script, ...rest] = operands(args, '-c -d -f -t -z');
  if (script === undefined) return undefined;
  const inner = installedProgram(script);
  if (inner !== undefined) return nameOf(inner, rest);
  // Laravel's and Symfony's own programs are known by their word.
  const isConsole = ['artisan', 'console', 'occ', 'spark'].includes(baseName(script));
  const command = isConsole ? operands(rest, '-e --env').slice(0, 1) : [];
  return [program, scriptName(script), ...command].join(' ');
};

/** Options of `deno` and `dotnet` whose value is the next argument. */
const DENO_VALUED =
  '--config -c --import-map --cwd --port --host --log-level -L --cert --location --seed --filter -f --project ' +
  '--framework --launch-profile -lp --configuration --runtimeconfig --depsfile --additionalprobingpath --roll-forward';

/** Two words and a file: `deno run server.ts`, `dotnet watch`, `dotnet App.dll`. */
const wordAndFile: LaunchRule = ({ program, args }) => {
  const [word, ...rest] = operands(args, DENO_VALUED);
  if (word === undefined) return undefined;
  const [file] = /^(run|task|serve|exec)$/.test(word) ? operands(rest, DENO_VALUED) : [];
  return [program, scriptName(word), ...(file === undefined ? [] : [scriptName(file)])].join(' ');
};

/** `go run ./cmd/api`. What it builds has a name of its own, in a folder for builds. */
const go: LaunchRule = ({ program, args }) => {
  const [word, file] = allOperands(args, '-C -exec -tags -ldflags -gcflags -p -o -mod -overlay', 2);
  if (word === undefined) return undefined;
  return [program, word, ...(word === 'run' && file !== undefined ? [scriptName(file)] : [])].join(' ');
};

/** `cargo run`, and what others add to it: `cargo leptos watch`. */
const cargo: LaunchRule = ({ program, args }) => {
  const valued =
    '--manifest-path --bin --example --package -p --features -F --profile --target --config -Z -j --jobs -C';
  const [word, next] = allOperands(
    args.filter((arg) => !arg.startsWith('+')),
    valued,
    2,
  );
  if (word === undefined) return undefined;
  const own = /^(?:run|r|build|b|test|t|bench|check|c|doc|watch)$/.test(word);
  return [program, word, ...(own || next === undefined ? [] : [next])].join(' ');
};

const celery: LaunchRule = ({ args }) => {
  const word = args.find((arg) => /^(?:worker|beat|flower|events|multi)$/.test(arg));
  return word === undefined ? undefined : `celery ${word}`;
};

const containerEngine: LaunchRule = ({ program, args }) => {
  const words = allOperands(
    args,
    '-H --host -c --context --config -l --log-level -f --file -p --project-name --profile --env-file --project-directory',
    2,
  );
  const [word, next] = words;
  if (word === undefined) return undefined;
  return [program, word, ...(word === 'compose' && next !== undefined ? [next] : [])].join(' ');
};

/** Docker calls its plugin with the plugin's name once more: `docker-compose compose up`. */
const compose: LaunchRule = ({ program, args }, nameOf) =>
  args.includes('compose')
    ? containerEngine({ program: 'docker', args }, nameOf)
    : tool({ program, args }, nameOf);

const shell: LaunchRule = ({ program, args }, nameOf) => {
  const [script, ...rest] = operands(args, '-o +o --rcfile --init-file');
  if (script === undefined) return undefined;
  // rbenv, asdf and others put a script of theirs in a program's place.
  const shim = /[/\\]shims[/\\]([\w.-]{1,64})$/.exec(script.slice(-80))?.[1];
  if (shim !== undefined) return nameOf(shim, rest);
  return args.some((arg) => /^-\w*c$/.test(arg)) ? `${program} -c` : `${program} ${scriptName(script)}`;
};

const ENVIRONMENT_VALUED =
  '--directory --project --package --python --with --with-requirements --with-editable --env-file --extra --group ' +
  '--index --index-url --env -e -C -P -p';

const named =
  (name: string): LaunchRule =>
  () =>
    name;

/** Rules by the program's name; several names may share a rule. To teach Portolan a program, add it here. */
const RULES: ReadonlyMap<string, LaunchRule> = new Map(
  (
    [
      ['node nodejs', node],
      ['npm npx pnpm pnpx yarn yarnpkg bun bunx', packageManager],
      [
        'tsx ts-node ts-node-esm ts-node-dev tsnd node-dev babel-node vite-node',
        runner(
          '-r --require -P --project --tsconfig --env-file --include --exclude --import --loader -x --extensions',
        ),
      ],
      ['nodemon', runner('-e --ext -w --watch -i --ignore -x --exec --delay --config -C --cwd --env-file')],
      ['python pypy pythonw', python],
      ['uvicorn gunicorn hypercorn daphne granian waitress-serve', wsgi],
      ['flask', ({ args }) => (args.includes('run') ? 'flask run' : undefined)],
      ['celery', celery],
      ['streamlit', words(2)],
      ['fastapi chainlit panel bokeh marimo', words(2, '--host --port --app')],
      ['ipykernel_launcher', named('jupyter kernel')],
      ['java javaw', java],
      ['ruby', ruby],
      ['rails', rails],
      ['uv poetry pipenv pdm rye hatch pixi pipx', behindWord({ words: 'run', valued: ENVIRONMENT_VALUED })],
      ['conda mamba micromamba', behindWord({ words: 'run', valued: '-n --name -p --prefix --cwd' })],
      ['ssh autossh', ssh],
      ['kubectl oc', withValued('-n --namespace --context --kubeconfig -s --server --as --cluster --user')],
      ['docker podman nerdctl', containerEngine],
      ['docker-compose', compose],
      ['dlv', words(1)],
      ['ngrok cloudflared', words(1)],
      ['go', go],
      ['cargo', cargo],
      ['make gmake just task rake', words(1, '-C -f -j --directory --file --jobs --justfile --taskfile')],
      ['php', php],
      ['perl lua luajit Rscript julia crystal swift racket guile', runner('-I -M -e -p -L')],
      ['deno dotnet', wordAndFile],
      ['dart dartvm dartaotruntime', dart],
      ['beam.smp beam', erlang],
      ['sh bash dash zsh ksh fish', shell],
      ['code code-insiders codium cursor electron chrome chromium', electron],
      ['busybox', replaced()],
      ['bundle', execOf({ words: 'exec' })],
      ['rbenv pyenv nodenv goenv asdf mise', execOf({ words: 'exec x', marked: true })],
      ['volta fnm', execOf({ words: 'run exec', valued: '--node --npm --yarn --using' })],
      ['env', replaced('-u --unset -C --chdir -S --split-string')],
      ['nice', replaced('-n --adjustment')],
      ['ionice', replaced('-c -n -p --class --classdata')],
      ['nohup setsid command exec', replaced()],
      ['stdbuf', replaced('-i -o -e --input --output --error')],
      ['cross-env cross-env-shell dotenvx', replaced()],
      ['sudo', wrapper('-u --user -g --group -h --host -p --prompt -C -D --chdir -r -t -T -U')],
      ['doas', wrapper('-u -C')],
      ['timeout gtimeout', wrapper('-k --kill-after -s --signal', 1)],
      ['time gtime', wrapper('-f --format -o --output')],
      ['strace ltrace', wrapper('-e -o -p -s -u -E -P -S -a -b -I -O')],
      ['tini tini-static dumb-init catatonit', wrapper('-p -e -r --rewrite')],
      ['flock', wrapper('-w --timeout -E --conflict-exit-code', 1)],
      [
        'unshare nsenter chroot systemd-run xvfb-run',
        wrapper('-t -S -G -r -w -n -s --target --unit --user-group'),
      ],
      ['watchexec', wrapper('-w --watch -e --exts -f --filter -i --ignore -s --signal -d --debounce -W')],
      ['entr', wrapper()],
      ['dotenv env-cmd', wrapper('-e -v -c -p -f --file')],
      ['doppler', behindWord({ words: 'run', valued: '-p --project -c --config -t --token' })],
      [
        'op infisical chamber aws-vault envconsul',
        behindWord({ words: 'run exec', valued: '--env-file --account --env --path', marked: true }),
      ],
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

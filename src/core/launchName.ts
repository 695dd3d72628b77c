import { oneLine } from './oneLine';
import { baseName } from './paths';
import type { Process } from './process';

/** What a rule may look at: the program's plain name (`python` for `/usr/bin/python3.12`), and its arguments. */
interface Call {
  readonly program: string;
  readonly args: readonly string[];
}

/** `undefined`: the rule has nothing better than the program's name. */
type Rule = (call: Call) => string | undefined;

const LONGEST = 60;

/** First words that tell one call of a tool from another: `next dev`, `hugo server`, `kubectl port-forward`. */
const SUBCOMMANDS = new Set(
  (
    'agent autoport build daemon dashboard dev develop docs:dev emulators:start host live playground port-forward ' +
    'preview proxy run runserver serve serve-static server server:start shell ssr start start-dev storybook studio ' +
    'test tunnel up vite:dev watch worker'
  ).split(' '),
);

const tool: Rule = ({ program, args }) => {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  const [word, next] = args.slice(Math.max(0, at));
  if (word === undefined || !SUBCOMMANDS.has(word)) return undefined;
  // `turbo run dev`: what is run says more.
  const what =
    word === 'run' && next !== undefined && /^[\w:#@/-]{1,40}$/.test(next) && !next.startsWith('-');
  return [program, word, ...(what ? [next] : [])].join(' ');
};

/** The first argument that's no option, and what follows it. `valued`: options whose value is the next argument. */
function operands(args: readonly string[], valued: string): readonly string[] {
  const takesNext = new Set(valued.split(' '));
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return args.slice(index + 1);
    if (takesNext.has(arg)) index++;
    else if (!arg.startsWith('-') || arg === '-') return args.slice(index);
  }
  return [];
}

/** As typed where that is short; an absolute path's last name. */
function scriptName(path: string): string {
  const plain = path.replace(/^(\.[/\\])+/, '');
  return /^([/\\~]|\.\.|[A-Za-z]:|file:)/.test(plain) || plain.length > 40 ? baseName(plain) : plain;
}

/** An installed program's script: `/usr/bin/flask`, `.venv/bin/uvicorn`, `C:\venv\Scripts\flask-script.py`. */
const installed = (script: string): string | undefined =>
  /[/\\]s?bin[/\\]([\w.-]{1,64}?)(\.[cm]?js)?$/.exec(script.slice(-80))?.[1] ??
  /\\Scripts\\([\w.-]{1,64}?)(-script\.py|\.exe)?$/.exec(script.slice(-80))?.[1];

/** Names of files that don't say what they are part of. */
const NAMELESS = new Set([
  'bin',
  'cli',
  'index',
  'main',
  'run',
  'start',
  'server',
  'entry',
  'launcher',
  'default',
]);

/** Packages whose program is called otherwise. */
const PACKAGE_PROGRAMS: ReadonlyMap<string, string> = new Map([
  ['@angular/cli', 'ng'],
  ['@cloudflare/wrangler', 'wrangler'],
  ['@ionic/cli', 'ionic'],
  ['@nestjs/cli', 'nest'],
  ['@playwright/test', 'playwright'],
  ['@react-router/dev', 'react-router'],
  ['@remix-run/dev', 'remix'],
  ['@shopify/cli', 'shopify'],
  ['@storybook/cli', 'storybook'],
  ['@vue/cli-service', 'vue-cli-service'],
  ['@web/dev-server', 'wds'],
  ['firebase-tools', 'firebase'],
  ['netlify-cli', 'netlify'],
]);

/** The program that a file below node_modules belongs to. */
function packageProgram(script: string): string | undefined {
  const at = script.replaceAll('\\', '/').lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  // pnpm's shims: `node_modules/.bin/../vite/bin/vite.js`
  const inside = script.slice(at + 'node_modules/'.length).replace(/^\.bin[/\\]\.\.[/\\]/, '');
  const [first = '', second = '', ...rest] = inside.split(/[/\\]/);
  if (first === '.bin') return second;
  const scoped = first.startsWith('@');
  const name = scoped ? `${first}/${second}` : first;
  const stem = baseName(script).replace(/\.[cm]?[jt]s$/, '');
  if (name === 'typescript' || name === 'corepack') return stem;
  const known = PACKAGE_PROGRAMS.get(name);
  if (known !== undefined) return known;
  const inBin = [second, ...rest].includes('bin');
  // npm's and npx's own files are `bin/npm-cli.js` and `bin/npx-cli.js`.
  return inBin && !NAMELESS.has(stem) ? stem.replace(/-cli$/, '') : scoped ? second : first;
}

const VSCODE_PARTS: ReadonlyMap<string, string> = new Map([
  ['--type=extensionHost', 'VS Code extension host'],
  ['--type=ptyHost', 'VS Code pty host'],
  ['--type=fileWatcher', 'VS Code file watcher'],
]);

const vscodePart: Rule = ({ args }) => {
  const part = args.map((arg) => VSCODE_PARTS.get(arg)).find((name) => name !== undefined);
  if (part !== undefined) return part;
  const script = args.find((arg) => arg.endsWith('.js') || arg.includes('/code-server')) ?? '';
  if (/[/\\]out[/\\]server-main\.js$/.test(script)) return 'VS Code server';
  if (/[/\\]code-server([/\\]out[/\\]node[/\\]entry(\.js)?)?$/.test(script)) return 'code-server';
  return undefined;
};

const NODE_VALUED =
  '-r --require --import --loader --experimental-loader -C --conditions --env-file --title --inspect-port';

const node: Rule = (call) => {
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
  const inner = release ?? packageProgram(script) ?? installed(script);
  if (inner !== undefined) return nameOf(inner, rest);
  return `${program} ${scriptName(script)}`;
};

/** Runs the script it is given: `tsx server.ts`. */
const runner =
  (valued = ''): Rule =>
  ({ program, args }) => {
    const [first, second] = operands(args, valued);
    // `tsx watch server.ts`
    const script = first === 'watch' ? second : first;
    return script === undefined ? undefined : `${program} ${scriptName(script)}`;
  };

const PACKAGE_MANAGER_VALUED = '-C -F -w --filter --dir --prefix --cwd --workspace --loglevel -p --package';

/** `npm run dev`, `pnpm dev`, `yarn workspace web start`, `npx serve`. */
const packageManager: Rule = ({ program, args }) => {
  const words = operands(args, PACKAGE_MANAGER_VALUED);
  const count =
    words[0] === 'workspace' ? 3 : /^(run|run-script|exec|dlx|x|node)$/.test(words[0] ?? '') ? 2 : 1;
  const said = words.slice(0, count).filter((word) => !word.startsWith('-'));
  return said.length === 0 ? undefined : `${program} ${said.map(scriptName).join(' ')}`;
};

/** Python's modules that are programs of their own. */
const PYTHON_PROGRAMS = new Set(
  'celery daphne flask gunicorn hypercorn ipykernel_launcher jupyter pytest streamlit uvicorn waitress'.split(
    ' ',
  ),
);

const DEBUGPY_VALUED =
  '--connect --listen --log-to --adapter-access-token --parent-session-pid --configure-qt --configure-subProcess';

const python: Rule = ({ program, args }) => {
  const module = args.findIndex((arg) => /^-[a-zA-Z]*m/.test(arg) && !arg.startsWith('--'));
  const [script, ...rest] = operands(args, '-W -X -m -c');
  const before = script === undefined ? args.length : args.indexOf(script);
  if (args.slice(0, before).includes('-c')) {
    return args.some((arg) => arg.includes('multiprocessing'))
      ? `${program} (multiprocessing)`
      : `${program} -c`;
  }
  if (module >= 0 && module < before) {
    const stuck = (args[module] ?? '').replace(/^-[a-zA-Z]*?m/, '');
    const name = stuck || (args[module + 1] ?? '');
    const own = args.slice(module + (stuck ? 1 : 2));
    if (name === 'debugpy') return python({ program, args: operands(own, DEBUGPY_VALUED) });
    return PYTHON_PROGRAMS.has(name) ? nameOf(name, own) : `${program} -m ${name}`;
  }
  if (script === undefined) return undefined;
  if (/[/\\]debugpy[/\\]adapter$/.test(script)) return 'debugpy adapter';
  if (/[/\\]debugpy([/\\]launcher)?$/.test(script)) {
    return python({
      program,
      args: operands(rest[0]?.match(/^\d+$/) ? rest.slice(1) : rest, DEBUGPY_VALUED),
    });
  }
  const inner = installed(script);
  if (inner !== undefined && !inner.endsWith('.py')) return nameOf(inner, rest);
  const command = baseName(script) === 'manage.py' ? operands(rest, '--settings')[0] : undefined;
  return [program, scriptName(script), ...(command === undefined ? [] : [command])].join(' ');
};

/** Application servers: `uvicorn main:app`. */
const wsgi: Rule = ({ program, args }) => {
  const app = args.find((arg) => /^[\w./-]{1,40}:\w{1,40}(\(\))?$/.test(arg) && !/:\d+$/.test(arg));
  return app === undefined ? undefined : `${program} ${app}`;
};

const named =
  (name: string): Rule =>
  () =>
    name;

/** Main classes, by their name's beginning, that say less than the product's name. */
const JAVA_PRODUCTS: readonly (readonly [string, string | Rule])[] = [
  ['com.amazonaws.services.dynamodbv2.local', 'DynamoDB local'],
  ['com.intellij.idea.Main', 'IntelliJ IDEA'],
  ['io.quarkus.bootstrap.runner', 'quarkus'],
  ['kafka.Kafka', 'kafka'],
  ['org.apache.cassandra.service', 'cassandra'],
  ['org.apache.catalina.startup', 'tomcat'],
  ['org.apache.zookeeper.server', 'zookeeper'],
  ['org.codehaus.plexus.classworlds', ({ args }) => goals('mvn', args)],
  ['org.eclipse.equinox.launcher', 'jdtls'],
  ['org.elasticsearch', 'elasticsearch'],
  ['org.gradle.launcher.daemon', 'gradle daemon'],
  ['org.gradle.launcher.GradleMain', ({ args }) => goals('gradle', args)],
  ['org.gradle.wrapper', ({ args }) => goals('gradle', args)],
  ['org.jetbrains.kotlin.daemon', 'kotlin daemon'],
  ['org.opensearch', 'opensearch'],
  ['org.springframework.boot.loader', 'Spring Boot'],
];

const goals = (program: string, args: readonly string[]): string =>
  [program, ...operands(args, '-f -s -P -p -D').slice(0, 1)].join(' ');

const JAVA_VALUED =
  '-cp -classpath --class-path -p --module-path --add-modules --add-opens --add-exports --add-reads -m --module';

const java: Rule = ({ program, args }) => {
  const [main, ...rest] = operands(
    args.filter((arg) => arg !== '-jar' && arg !== '-m' && arg !== '--module'),
    JAVA_VALUED,
  );
  if (main === undefined) return undefined;
  const type = main.slice(main.lastIndexOf('/') + 1);
  const product = JAVA_PRODUCTS.find(([start]) => type.startsWith(start))?.[1];
  if (typeof product === 'string') return product;
  if (product) return product({ program, args: rest });
  if (main.endsWith('.jar') || main.endsWith('.war')) return `${program} -jar ${scriptName(main)}`;
  return `${program} ${type.slice(type.lastIndexOf('.') + 1)}`;
};

const ruby: Rule = ({ program, args }) => {
  const [script, ...rest] = operands(args, '-C -e -E -I -r');
  if (script === undefined) return undefined;
  const inner = /^(\.\/)?(bin|script)\/(\w+)$/.exec(script)?.[3] ?? installed(script);
  return inner === undefined ? `${program} ${scriptName(script)}` : nameOf(inner, rest);
};

const rails: Rule = ({ args: [command] }) =>
  command === undefined ? undefined : `rails ${command === 's' ? 'server' : command}`;

const bundle: Rule = ({ args }) => {
  const [exec, program, ...rest] = operands(args, '');
  return exec === 'exec' && program !== undefined ? nameOf(baseName(program), rest) : undefined;
};

/** Runs another program in an environment: `uv run uvicorn main:app`. */
const environmentRunner: Rule = ({ program, args }) => {
  const valued = '--directory --project --package --python --with -C -P';
  const [run, ...after] = operands(args, valued);
  const [inner, ...rest] = operands(after, valued);
  return run === 'run' && inner !== undefined ? `${program} run ${nameOf(baseName(inner), rest)}` : undefined;
};

/** What a tunnel leads where: `ssh -L 8080:localhost:80`. */
const ssh: Rule = ({ program, args }) => {
  const at = args.findIndex((arg) => /^-\w{0,8}[LRD]/.test(arg));
  const option = args[at];
  if (option === undefined) return undefined;
  const letter = /[LRD]/.exec(option)?.[0] ?? '';
  const stuck = option.slice(option.indexOf(letter) + 1);
  return `${program} -${letter} ${stuck || (args[at + 1] ?? '')}`.trim();
};

const withValued =
  (valued: string): Rule =>
  ({ program, args }) =>
    tool({ program, args: operands(args, valued) });

const php: Rule = ({ program, args }) => {
  const server = args.indexOf('-S');
  if (server >= 0) return `${program} -S ${args[server + 1] ?? ''}`.trim();
  const [script, command] = operands(args, '-c -d -f -t -z');
  if (script === undefined) return undefined;
  const words = baseName(script) === 'artisan' && command ? [command] : [];
  return [program, scriptName(script), ...words].join(' ');
};

/** Two words and a file: `deno run server.ts`, `dotnet watch`, `dotnet App.dll`. */
const wordAndFile: Rule = ({ program, args }) => {
  const [word, ...rest] = operands(args, '--config --import-map --project');
  if (word === undefined) return undefined;
  const [file] = /^(run|task|serve|exec)$/.test(word)
    ? operands(rest, '--config --import-map --project')
    : [];
  return [program, scriptName(word), ...(file === undefined ? [] : [scriptName(file)])].join(' ');
};

/** Erlang's virtual machine, which runs Elixir, RabbitMQ and others. */
const erlang: Rule = ({ args }) => {
  const mix = args.findIndex((arg) => baseName(arg) === 'mix');
  if (mix >= 0) return `mix ${args[mix + 1] ?? ''}`.trim();
  if (args.some((arg) => /^rabbit(@|$)/.test(arg))) return 'rabbitmq';
  return args.includes('ejabberd') ? 'ejabberd' : undefined;
};

const shell: Rule = ({ program, args }) => {
  const [script] = operands(args, '-o +o');
  if (script === undefined) return undefined;
  return args.some((arg) => /^-\w*c$/.test(arg)) ? `${program} -c` : `${program} ${scriptName(script)}`;
};

/** Electron and Chromium say which of their processes it is. */
const electron: Rule = (call) => {
  const part = vscodePart(call);
  if (part !== undefined) return part;
  const type = call.args.map((arg) => /^--type=([\w-]{1,40})$/.exec(arg)?.[1]).find(Boolean);
  return type === undefined ? undefined : `${call.program} (${type})`;
};

/** By the program's name; several names may share a rule. To teach Portolan a program, add it here. */
const RULES: ReadonlyMap<string, Rule> = new Map(
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
    ] satisfies [string, Rule][]
  ).flatMap(([names, rule]) => names.split(' ').map((name) => [name, rule] as const)),
);

/** Interpreters are installed under their version too: `python3.12`, `ruby3.1`. */
const VERSIONED = /^(python|pypy|ruby|php|perl|lua|luajit|node)[\d.]+$/;

function nameOf(program: string, args: readonly string[]): string {
  const name = program.replace(/^-/, '').replace(/\.(exe|cmd|bat)$/i, '');
  const plain = VERSIONED.exec(name)?.[1] ?? name;
  return (RULES.get(plain) ?? tool)({ program: plain, args }) ?? plain;
}

/**
 * A title that the process gave itself (setproctitle): all in argv[0], often with a colon: `postgres: checkpointer`,
 * `nginx: master process nginx`, `redis-server *:6379`, `npm run dev`.
 */
function titleName(title: string): string {
  const part = /^([^\s:]{1,64}): /.exec(title)?.[1];
  if (part !== undefined) return baseName(part);
  const [program = '', ...args] = title.split(/\s+/);
  return nameOf(baseName(program), args);
}

function launchText({ command, exe, name }: Process): string {
  const [first = '', ...args] = command;
  if (first === '') return name;
  // `go run` builds to a temporary folder, Delve beside the sources.
  if (/[/\\]go-build\d+[/\\]/.test(first.slice(0, 400))) return `go run ${baseName(first)}`;
  if (baseName(first).startsWith('__debug_bin')) return 'go debug';
  // A process that overwrote its title leaves the rest of its arguments empty.
  const isTitle = args.every((arg) => arg === '') && /\s/.test(first) && first !== exe;
  if (isTitle && (!first.startsWith('/') || first.startsWith(`${exe ?? ''} `))) return titleName(first);
  return nameOf(baseName(first), args);
}

/** What people call it: `vite`, `node server.js`, `python -m http.server`, `postgres`. One line, at most 60 characters. */
export function launchName(process: Process): string {
  const text = launchText(process).trim();
  return oneLine(text === '' ? process.name : text, LONGEST);
}

import { baseName } from '../text/paths';
import type { LaunchRule } from './launchRule';
import { operands } from './operands';
import { installedProgram, scriptName } from './scriptName';

/** Python's modules that are programs of their own. */
const PYTHON_PROGRAMS = new Set(
  (
    'airflow celery chainlit daphne dagster fastapi flask granian gunicorn hypercorn ipykernel_launcher jupyter ' +
    'locust mkdocs mlflow panel pytest quart sanic streamlit uvicorn waitress'
  ).split(' '),
);

const DEBUGPY_VALUED =
  '--connect --listen --log-to --adapter-access-token --parent-session-pid --configure-qt --configure-subProcess';

export const python: LaunchRule = ({ program, args }, nameOf) => {
  const module = args.findIndex((arg) => /^-[a-zA-Z]*m/.test(arg) && !arg.startsWith('--'));
  const [script, ...rest] = operands(args, '-W -X -m -c --check-hash-based-pycs');
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
    if (name === 'debugpy') return python({ program, args: operands(own, DEBUGPY_VALUED) }, nameOf);
    return PYTHON_PROGRAMS.has(name) ? nameOf(name, own) : `${program} -m ${name}`;
  }
  if (script === undefined) return undefined;
  if (/[/\\]debugpy[/\\]adapter$/.test(script)) return 'debugpy adapter';
  if (/[/\\]debugpy([/\\]launcher)?$/.test(script)) {
    const own = operands(rest[0]?.match(/^\d+$/) ? rest.slice(1) : rest, DEBUGPY_VALUED);
    return python({ program, args: own }, nameOf);
  }
  const inner = installedProgram(script);
  if (inner !== undefined && !inner.endsWith('.py')) return nameOf(inner, rest);
  const command = baseName(script) === 'manage.py' ? operands(rest, '--settings')[0] : undefined;
  return [program, scriptName(script), ...(command === undefined ? [] : [command])].join(' ');
};

/** Application servers: `uvicorn main:app`. */
export const wsgi: LaunchRule = ({ program, args }) => {
  const app = args.find((arg) => /^[\w./-]{1,40}:\w{1,40}(\(\))?$/.test(arg) && !/:\d+$/.test(arg));
  return app === undefined ? undefined : `${program} ${app}`;
};

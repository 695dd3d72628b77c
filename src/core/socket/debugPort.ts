import type { Process } from '../snapshot/process';
import { baseName } from '../text/paths';
import { localPort, type Socket } from './socket';

/** The default port of Node's inspector; the only port that counts as a debugger's whichever process holds it. */
const NODE_INSPECTOR = 9229;

/**
 * Options that name a debugger's port: `--inspect`, `--inspect-brk=0.0.0.0:9230`, `--remote-debugging-port=9222`. With
 * the port they stand for when they come alone.
 */
const OPTIONS: Readonly<Record<string, number | undefined>> = {
  '--inspect': NODE_INSPECTOR,
  '--inspect-brk': NODE_INSPECTOR,
  '--inspect-wait': NODE_INSPECTOR,
  '--inspect-port': NODE_INSPECTOR,
  '--inspect-extensions': undefined,
  '--inspect-brk-extensions': undefined,
  '--inspect-ptyhost': undefined,
  '--debug-port': undefined,
  '--remote-debugging-port': 9222,
};

/** Programs that are debuggers: whatever they listen on is theirs to speak, not a browser's. */
const DEBUGGERS = new Set([
  'dlv',
  'dlv-dap',
  'gdbserver',
  'lldb-server',
  'debugserver',
  'vsdbg',
  'netcoredbg',
  'rdbg',
]);

/** The number at the end of `9230`, `127.0.0.1:9230`, `[::1]:9230`, `*:5005`. */
function portAtEnd(text: string): number | undefined {
  const digits = /(?:^|:)(\d{1,5})$/.exec(text.slice(-64))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** JDWP's sub-options (`-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005`). */
function jdwpPort(argument: string): number | undefined {
  if (!argument.startsWith('-agentlib:jdwp=') && !argument.startsWith('-Xrunjdwp:')) return undefined;
  const address = argument.split(/[,=:]address=/).at(-1) ?? '';
  return portAtEnd(address.split(',', 1)[0] ?? '');
}

/** debugpy: `python -m debugpy --listen [host:]5678 app.py`; its adapter and pydevd take `--port`. */
function debugpyPort(command: readonly string[]): number | undefined {
  const at = command.findIndex((argument, index) =>
    argument === 'debugpy' ? command[index - 1] === '-m' : /[/\\](debugpy|pydevd)([/\\.]|$)/.test(argument),
  );
  if (at < 0) return undefined;
  const option = command.findIndex((argument, index) => index > at && /^--(listen|port)$/.test(argument));
  return option < 0 ? undefined : portAtEnd(command[option + 1] ?? '');
}

/** Ports that the command line gives to a debugger; 0 means that the system chose one. */
function debugPorts(command: readonly string[]): number[] {
  const ports: (number | undefined)[] = [debugpyPort(command)];
  for (const [index, argument] of command.entries()) {
    ports.push(jdwpPort(argument));
    const [name = '', value] = argument.split('=', 2);
    if (!Object.hasOwn(OPTIONS, name)) continue;
    // Only some take their value as the next argument, and then it is a bare number.
    const next = command[index + 1] ?? '';
    const said = value ?? (/^\d{1,5}$/.test(next) ? next : '');
    ports.push(said === '' ? OPTIONS[name] : (portAtEnd(said) ?? OPTIONS[name]));
  }
  return ports.filter((port) => port !== undefined);
}

/**
 * Whether a debugger waits on this listener. Such a port is never opened in a browser and never asked anything: a
 * request can end the session, or the program. `undefined` process: the owner could not be seen.
 */
export function isDebugPort(socket: Socket, process: Process | undefined): boolean {
  const port = localPort(socket);
  if (socket.protocol !== 'tcp' || socket.state !== 'LISTEN' || port === undefined) return false;
  if (!process) return port === NODE_INSPECTOR;
  const program = baseName(process.command[0] ?? process.name).replace(/\.exe$/i, '');
  if (DEBUGGERS.has(program)) return true;
  if (process.command.some((argument) => /[/\\]debugpy[/\\]adapter([/\\]|$)/.test(argument))) return true;
  // NODE_OPTIONS and `kill -USR1` open the inspector too, and leave no trace in the arguments.
  if (port === NODE_INSPECTOR && /^(node|nodejs|electron|code|deno|bun)/i.test(program)) return true;
  const ports = debugPorts(process.command);
  if (ports.includes(port)) return true;
  // Chosen by the system: any of this process's ephemeral ports can be it (`ip_local_port_range` begins at 32768).
  return ports.includes(0) && port >= 32768;
}

import type { SessionProcess } from '../snapshot/workspace';

/** What is read of the Debug Adapter Protocol's messages; all of it as an adapter has written it. */
interface Message {
  readonly type?: unknown;
  readonly event?: unknown;
  readonly command?: unknown;
  readonly body?: Readonly<Record<string, unknown>> | null;
}

/**
 * The processes in a message of the Debug Adapter Protocol: the event `process` (`systemProcessId`), and the response
 * to `runInTerminal` (`processId`, or the `shellProcessId` of its terminal).
 */
export function parseDebugMessage(message: unknown): SessionProcess[] {
  if (typeof message !== 'object' || message === null) return [];
  const { type, event, command, body } = message as Message;
  if (typeof body !== 'object' || body === null) return [];
  if (type === 'event' && event === 'process') {
    // Of another machine's processes the numbers say nothing here.
    if (body['isLocalProcess'] === false || !isPid(body['systemProcessId'])) return [];
    const title = typeof body['name'] === 'string' ? body['name'].slice(0, LONGEST) : null;
    return [{ pid: body['systemProcessId'], source: 'process', title }];
  }
  if (type === 'response' && command === 'runInTerminal') {
    return [body['processId'], body['shellProcessId']]
      .filter(isPid)
      .map((pid) => ({ pid, source: 'runInTerminal', title: null }));
  }
  return [];
}

const LONGEST = 1000;

/** 1 is the system's, and of a container its own. */
const isPid = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 1;

/** js-debug names its child sessions after script and process: `app.js [23744]`, and `app.js [23744] « API` in the view. */
export function pidInName(name: string): SessionProcess | undefined {
  const found = /^(.*) \[(\d{1,10})\]/.exec(name.slice(0, LONGEST));
  const pid = Number(found?.[2]);
  return isPid(pid) ? { pid, source: 'name', title: found?.[1] ?? null } : undefined;
}

/** A launch configuration, as the person, or the extension that resolved it, has written it. */
type Configuration = Readonly<Record<string, unknown>>;

/** The process that a session joins by its pid: `processId`, a number or its text (js-debug, debugpy, lldb: `pid`). */
export function joinedPid({ request, processId, pid }: Configuration): SessionProcess[] {
  if (request !== 'attach') return [];
  const found = Number(processId ?? pid);
  return isPid(found) ? [{ pid: found, source: 'configuration', title: null }] : [];
}

/** The port of this machine that a session connects to: `port` (js-debug), `connect.port` (debugpy). */
export function joinedPort(configuration: Configuration): number | undefined {
  const { request, connect } = configuration;
  if (request !== 'attach') return undefined;
  const { address, host, port } =
    typeof connect === 'object' && connect ? (connect as Configuration) : configuration;
  const where = address ?? host ?? 'localhost';
  if (typeof where !== 'string' || !HERE.has(where)) return undefined;
  const found = Number(port);
  return Number.isInteger(found) && found > 0 && found < 65_536 ? found : undefined;
}

const HERE = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0', '']);

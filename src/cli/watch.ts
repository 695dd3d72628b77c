import { once } from 'node:events';
import { diffLine, snapshotDocument } from '../core/documents/snapshotDocument';
import { isBlind } from '../core/snapshot/blindness';
import type { Diff } from '../core/snapshot/diff';
import { joinSnapshot } from '../core/snapshot/joinSnapshot';
import type { Snapshot } from '../core/snapshot/snapshot';
import { NO_WORKSPACE } from '../core/snapshot/workspace';
import { endpointText, localPort, type Socket } from '../core/socket/socket';
import { processName } from '../core/stop/stopTexts';
import { describeExposure } from '../core/text/describe';
import { oneLine } from '../core/text/oneLine';
import { Monitor } from '../monitor';
import type { Probe } from '../platform/probe';
import { byTimer } from '../platform/scanner/after';
import { LocalScanner } from '../platform/scanner/localScanner';
import { EXIT, type ExitCode } from './exitCode';
import { noteGaps } from './ls';
import type { Session } from './session';

/** Milliseconds between two scans; the rhythm stretches it by what one costs. */
const INTERVAL_MS = 200;

/** Prints which listeners open and close, until SIGINT. */
export async function watch(json: boolean, probe: Probe, session: Session): Promise<ExitCode> {
  const { terminal, t, engines } = session;
  await engines.refresh();
  let workspace = NO_WORKSPACE;
  const gather = (): void => {
    workspace = { ...NO_WORKSPACE, containers: engines.current(), gaps: engines.gaps() };
  };
  gather();
  const monitor = new Monitor({
    scanner: new LocalScanner({ probe }),
    join: (reading) => joinSnapshot(reading, workspace, t),
    intervalMs: () => INTERVAL_MS,
    after: byTimer,
  });
  let before: Snapshot | undefined;
  let failure: string | undefined;
  const listening = monitor.onDidChange(({ snapshot, diff }) => {
    if (monitor.status.failure !== failure) {
      failure = monitor.status.failure;
      if (failure !== undefined) terminal.note(`Portolan could not look: ${oneLine(failure, 500)}`);
    }
    if (!snapshot || snapshot === before) return;
    if (!before || !diff) {
      if (isBlind(snapshot)) ended.abort();
      if (json) terminal.printJson(snapshotDocument(snapshot, { scope: 'listeners' }, t));
      else if (!isBlind(snapshot)) introduce(snapshot, session);
      else noteGaps(snapshot, session);
    } else if (json) terminal.printJson(diffLine(diff, t));
    else for (const line of changeLines(diff, before, snapshot, session)) terminal.print(line);
    before = snapshot;
  });
  const containers = engines.onDidChange(() => {
    gather();
    monitor.joinAgain();
  });
  const ended = new AbortController();
  const interrupted = Promise.race([
    once(process, 'SIGINT'),
    whenAborted(ended.signal),
    whenAborted(terminal.output.ended),
  ]);
  const watching = monitor.watch('listeners');
  await interrupted;
  watching.dispose();
  listening.dispose();
  containers.dispose();
  monitor.dispose();
  return ended.signal.aborted ? EXIT.couldNotLook : EXIT.done;
}

const whenAborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

function introduce(snapshot: Snapshot, session: Session): void {
  const { hostname } = snapshot.machine;
  session.terminal.note(
    `Watching ${snapshot.sockets.size} listeners on ${oneLine(hostname)}. Ctrl+C ends it.`,
  );
  noteGaps(snapshot, session);
}

function changeLines(diff: Diff, before: Snapshot, after: Snapshot, session: Session): string[] {
  const closed = diff.closed.map((id) => before.sockets.get(id)).filter((socket) => socket !== undefined);
  const passedOn = diff.changed.filter(
    (socket) => before.sockets.get(socket.id)?.owners?.[0] !== socket.owners?.[0],
  );
  return [
    ...closed.map((socket) => `- ${changeText(socket, before, session)}`),
    ...passedOn.map((socket) => `~ ${changeText(socket, after, session)}`),
    ...diff.opened.map((socket) => `+ ${changeText(socket, after, session)}`),
  ];
}

/** `3000/tcp 127.0.0.1:3000  node server.js (81243)  me  this machine only` */
function changeText(socket: Socket, { processes }: Snapshot, { t }: Session): string {
  const port = localPort(socket);
  const [lead, ...others] = socket.owners ?? [];
  const process = lead === undefined ? undefined : processes.get(lead);
  const holder = process ? processName(process) : socket.owners === null ? '?' : '-';
  return [
    port === undefined ? socket.protocol : `${port}/${socket.protocol}`,
    oneLine(endpointText(socket.local)),
    others.length > 0 ? `${holder} +${others.length}` : holder,
    oneLine(process?.user ?? ''),
    socket.exposure === null ? '' : describeExposure(socket.exposure, t),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

import { executablePath, type Process } from './process';

/** Programs that open sockets for services which they start, and serve nobody themselves (sd_listen_fds(3), inetd(8)). */
const HOLDERS: ReadonlySet<string> = new Set(
  'systemd init launchd dinit openrc-init s6-svscan s6-fdholderd inetd xinetd'.split(' '),
);

/**
 * Whether a process only holds a socket that somebody else serves: a known holder, and process 1, unless another of the
 * owners runs the same program, as the workers of a server do that is process 1 of a container.
 */
export function onlyHolds(process: Process, owners: readonly Process[]): boolean {
  if (process.pid !== 1 && !HOLDERS.has(process.name)) return false;
  const others = owners.filter(({ pid }) => pid !== process.pid);
  return others.length > 0 && !others.some((other) => runsTheSame(process, other));
}

function runsTheSame(one: Process, other: Process): boolean {
  const [a, b] = [executablePath(one), executablePath(other)];
  return a !== null && b !== null ? a === b : one.name === other.name;
}

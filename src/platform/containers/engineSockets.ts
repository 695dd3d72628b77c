import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a user's environment that says where engines are. */
export interface EngineSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * The Unix sockets on which an engine may answer, each file once: the one that is set, then where Docker (rootful,
 * rootless, Desktop) and Podman (rootful, rootless) put theirs. An engine set to a network address runs elsewhere: what it
 * publishes is not on this machine.
 */
export function engineSockets({ environment, home }: EngineSurroundings): string[] {
  const runtime = environment['XDG_RUNTIME_DIR'];
  const inRuntime = (...path: string[]): string[] => (runtime ? [join(runtime, ...path)] : []);
  const candidates = [
    ...unixPathOf(environment['DOCKER_HOST']),
    ...unixPathOf(environment['CONTAINER_HOST']),
    '/var/run/docker.sock',
    ...inRuntime('docker.sock'),
    join(home, '.docker', 'run', 'docker.sock'),
    join(home, '.docker', 'desktop', 'docker.sock'),
    '/run/podman/podman.sock',
    ...inRuntime('podman', 'podman.sock'),
  ];
  return [...new Set(candidates.flatMap(realPath))];
}

/** `unix:///run/user/1000/docker.sock` */
function unixPathOf(host: string | undefined): string[] {
  return host?.startsWith('unix://') ? [host.slice('unix://'.length)] : [];
}

/** `/var/run` is a link to `/run`. None where there is no such file; where that may not be known, the path as it is. */
function realPath(path: string): string[] {
  try {
    return [realpathSync(path)];
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? [path] : [];
  }
}

import type { Protocol } from '../socket/socket';

/** A unit of a service manager, with a name that is safe in a command line. */
export interface ServiceUnit {
  /** The unit's full name: `nginx.service`. */
  readonly unit: string;
  /** Run by the user's own manager: no other rights are needed. */
  readonly ofUser: boolean;
}

/**
 * How one operating system calls what a stop does, and the commands that a person there would type, with the rights they
 * need (`sudo …`). Handed in, because core knows no system. A command is `null` where the system has none.
 */
export interface SystemWords {
  /** What asks a process to end: `SIGTERM`; `null`: this system only ends it at once. */
  readonly politeSignal: string | null;
  /** What ends a process at once: `SIGKILL`; `null`: it has no name that people know. */
  readonly forcedSignal: string | null;
  /** Ends another user's process: `sudo kill 81243`. */
  killCommand(pid: number, force: boolean): string | null;
  /** Shows which process holds a port: `sudo ss -Hanpt 'sport = 3000'`. */
  holderCommand(protocol: Protocol, port: number): string | null;
  /** Stops a service in its own way: `sudo systemctl stop nginx.service`. */
  serviceStopCommand(service: ServiceUnit): string | null;
}

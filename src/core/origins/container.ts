import { baseName } from '../text/paths';

/** A port that a container publishes on this machine: `127.0.0.1:18080->80/tcp`. */
export interface PublishedPort {
  /** Host address as the engine writes it: `0.0.0.0`, `::`, `127.0.0.1`; empty means every address. */
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp';
}

/** A container as its engine describes it. */
export interface Container {
  readonly engine: 'docker' | 'podman';
  /** Path of the engine's socket, or name of its pipe. */
  readonly endpoint: string;
  /** The container's id, 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** The engine's own word: `running`, `paused`, `exited`. */
  readonly state: string;
  /** Compose project and service; `null`: Compose did not start it. */
  readonly project: string | null;
  readonly service: string | null;
  /** The folder it was composed in, and the files it was composed from. */
  readonly workingDir: string | null;
  readonly configFiles: readonly string[];
  /** `always`, `unless-stopped`, `on-failure`, `no`; `null`: the engine did not say. */
  readonly restartPolicy: string | null;
  /** Its first process, as this machine counts; `null`: not running, or the engine did not say. */
  readonly pid: number | null;
  readonly ports: readonly PublishedPort[];
}

/** What an image is called without its registry and digest: `postgres:16` of `docker.io/library/postgres:16@sha256:…`. */
export const imageName = (image: string): string =>
  baseName(image.slice(0, 1000).split('@', 1)[0] ?? '') || image;

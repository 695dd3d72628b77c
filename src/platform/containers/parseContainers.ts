import type { Container, PublishedPort } from '../../core/origins/container';

/** What `GET /containers/json` says of one; what it does not say comes from {@link parseInspection}. */
export type ListedContainer = Omit<Container, 'restartPolicy' | 'pid' | 'endpoint' | 'engine'>;

export type Inspection = Pick<Container, 'restartPolicy' | 'pid'>;

/** How many ports of one container are read; the rest is left out. */
const MAX_PORTS = 1000;
const MAX_FILES = 50;

/** `GET /containers/ID/json`: `{"State":{"Pid":81243},"HostConfig":{"RestartPolicy":{"Name":"always"}}}` */
export function parseInspection(answer: unknown): Inspection {
  const pid = field(field(answer, 'State'), 'Pid');
  const policy = field(field(field(answer, 'HostConfig'), 'RestartPolicy'), 'Name');
  return {
    // 0: it does not run.
    pid: typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 ? pid : null,
    // Empty means `no`.
    restartPolicy: typeof policy === 'string' ? policy || 'no' : null,
  };
}

/**
 * One item of `GET /containers/json`: `{"Id":"4c01…","Names":["/web"],"Image":"bb:1","State":"running","Labels":{…},
 * "Ports":[{"IP":"127.0.0.1","PrivatePort":80,"PublicPort":18080,"Type":"tcp"}]}`. Without an id it is left out: the list is
 * empty. Anything else that is not as documented counts as not said.
 */
export function parseContainer(entry: unknown): ListedContainer[] {
  const id = text(entry, 'Id');
  // The id becomes part of a path of the engine's API, so it must not be anything else.
  if (id === null || !/^[0-9a-f]{12,64}$/.test(id)) return [];
  const names = field(entry, 'Names');
  const name: unknown = Array.isArray(names) ? names[0] : undefined;
  const labels = field(entry, 'Labels');
  const ports = field(entry, 'Ports');
  return [
    {
      id,
      // `/web`: the slash is from a time when containers could be linked.
      name:
        typeof name === 'string' && name !== ''
          ? name.slice(0, MAX_TEXT).replace(/^\//, '')
          : id.slice(0, 12),
      image: text(entry, 'Image') ?? '',
      state: text(entry, 'State') ?? '',
      project: text(labels, 'com.docker.compose.project'),
      service: text(labels, 'com.docker.compose.service'),
      workingDir: text(labels, 'com.docker.compose.project.working_dir'),
      configFiles: (text(labels, 'com.docker.compose.project.config_files') ?? '')
        .split(',', MAX_FILES)
        .filter(Boolean),
      ports: Array.isArray(ports) ? ports.slice(0, MAX_PORTS).flatMap(published) : [],
    },
  ];
}

/** A port without a public number is open to other containers only, and is left out. */
function published(port: unknown): PublishedPort[] {
  const hostPort = field(port, 'PublicPort');
  const containerPort = field(port, 'PrivatePort');
  const protocol = field(port, 'Type');
  if (!isPort(hostPort) || !isPort(containerPort) || (protocol !== 'tcp' && protocol !== 'udp')) return [];
  return [{ hostAddress: text(port, 'IP') ?? '', hostPort, containerPort, protocol }];
}

const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65536;

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** The most characters that are kept of a text: none of them has a reason to be longer. */
const MAX_TEXT = 4096;

function text(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found.slice(0, MAX_TEXT) : null;
}

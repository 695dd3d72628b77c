import { ANY_HOST, type HostPort, type OwnNames, parseAuthority, parsePort } from './authority';
import { protocolOf } from './plainQuery';
import type { PortProtocol, Query } from './queryKinds';

/** The parts of `[::1]:8080:db:5432`: colons in brackets part nothing. */
const partsOf = (text: string): string[] =>
  text.match(/\[[^\]]{0,64}\]|[^:[\]]{1,80}|(?<=:)(?=:)|^(?=:)/g) ?? [];

const query = (at: HostPort, text: string, protocol: PortProtocol): Query => ({
  kind: 'port',
  ...{ text: `${text}/${protocol}`, addresses: at.addresses, scope: at.scope },
  ...{ port: at.port, protocol },
});

function at(host: string, port: string, own: OwnNames, protocol: PortProtocol = 'tcp'): Query | undefined {
  const text = `${host}:${port}`;
  const found = parseAuthority(text, own);
  return found && query(found, text, protocol);
}

/**
 * What listens on this machine for one forwarding of ssh(1): `-L [bind:]port:host:hostport`, `-D [bind:]port`; for
 * `-R [bind:]port:host:hostport` what is connected to here.
 */
function sshForward(option: string, spec: string, own: OwnNames): Query | undefined {
  const parts = partsOf(spec);
  const [a = '', b = ''] = parts;
  if (option === 'R') return parts.length < 3 ? undefined : at(parts.at(-2) ?? '', parts.at(-1) ?? '', own);
  const hasBind = parts.length === (option === 'D' ? 2 : 4);
  if (!hasBind && parts.length !== (option === 'D' ? 1 : 3)) return undefined;
  // Without an address ssh binds to the loopback interface only (GatewayPorts).
  return hasBind ? at(a, b, own) : at('localhost', a, own);
}

/** `12:30` is a time of day before it is a published port. */
const isTime = (text: string): boolean => /^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(text);

/**
 * What is taken on this machine by a publication or forwarding that stands alone: `8080:80`, `127.0.0.1:8080:80/udp` of
 * Docker and Compose, `8080:localhost:80` of ssh. A range means its first port.
 */
export function publicationQuery(text: string, own: OwnNames): Query | undefined {
  if (isTime(text)) return undefined;
  const [, spec = '', suffix] = /^([^/\s]{1,120})(?:\/(\w{1,8}))?$/.exec(text) ?? [];
  const protocol = suffix === undefined ? 'tcp' : protocolOf(suffix);
  const parts = partsOf(spec);
  const first = (part: string | undefined): string => part?.replace(/-\d{1,5}$/, '') ?? '';
  const isPort = (part: string | undefined): boolean => parsePort(first(part)) !== undefined;
  if (protocol === undefined || !isPort(parts.at(-1))) return undefined;
  const [a, b] = parts;
  if (parts.length === 2 && isPort(a)) {
    return query({ ...ANY_HOST, port: Number(first(a)) }, first(a), protocol);
  }
  if (parts.length === 3 && isPort(b) && !isPort(a)) return at(a ?? '', first(b), own, protocol);
  if (parts.length === 3 && isPort(a) && !isPort(b)) return at('localhost', first(a), own, protocol);
  return parts.length === 4 && isPort(b) ? at(a ?? '', first(b), own, protocol) : undefined;
}

/** Bundled with others as in `-fNL` too. */
const SSH_OPTION = /(?:^|\s)-[46AafgKkNnqsTtvXxyC]{0,8}([LRD])[\s=]{0,4}([^\s"']{1,200})/;
const PUBLISH_OPTION = /(?:^|\s)(?:-p|--publish)[\s=]{1,4}([^\s"']{1,120})/;
/** `kubectl port-forward svc/web 8080:80`, which listens on the loopback interface. */
const PORT_FORWARD = /\bport-forward\s[^:]{0,200}\s(\d{1,5})(?::\d{1,5})?(?!\S)/;

/** The first forwarding in a command line: `ssh -L 8080:db:5432 host`, `docker run -p 127.0.0.1:8080:80 nginx`. */
export function forwardQuery(line: string, own: OwnNames): Query | undefined {
  const [, option, spec] = SSH_OPTION.exec(line) ?? [];
  if (option !== undefined && spec !== undefined) return sshForward(option, spec, own);
  const [, forwarded] = PORT_FORWARD.exec(line) ?? [];
  if (forwarded !== undefined) return at('localhost', forwarded, own);
  const published = PUBLISH_OPTION.exec(line)?.[1];
  return published === undefined ? undefined : publicationQuery(published, own);
}

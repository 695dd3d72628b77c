import { launchName } from '../launch/launchName';
import type { Process } from '../snapshot/process';
import { localPort, type Socket } from '../socket/socket';

/** One entry of `portolan.hide`, understood. */
export type HideRule =
  | { readonly kind: 'ports'; readonly from: number; readonly to: number; readonly protocol: string | null }
  | { readonly kind: 'process'; readonly name: string };

const PORTS = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|udplite))?$/;

/** `3000`, `5353/udp`, `49152-65535`, `49152-65535/tcp`, `process:chrome`. `undefined`: none of these. */
export function parseHideRule(text: string): HideRule | undefined {
  if (text.startsWith('process:')) {
    const name = text.slice('process:'.length).trim();
    return name === '' ? undefined : { kind: 'process', name };
  }
  const [matched, from, to, protocol] = PORTS.exec(text.trim()) ?? [];
  if (matched === undefined) return undefined;
  return { kind: 'ports', from: Number(from), to: Number(to ?? from), protocol: protocol ?? null };
}

export const portRule = (port: number, protocol: string): string =>
  protocol === 'tcp' ? String(port) : `${port}/${protocol}`;

/** Names the process as the sidebar does, so that hiding one `node` leaves the others. */
export const processRule = (process: Process): string => `process:${launchName(process)}`;

/** Whether a rule hides this socket while that process holds it. A port without a protocol stands for all of them. */
export function hides(rule: HideRule, socket: Socket, process: Process | undefined): boolean {
  if (rule.kind === 'process') {
    return process !== undefined && (process.name === rule.name || launchName(process) === rule.name);
  }
  const port = localPort(socket);
  return (
    port !== undefined &&
    port >= rule.from &&
    port <= rule.to &&
    (rule.protocol === null || rule.protocol === socket.protocol)
  );
}

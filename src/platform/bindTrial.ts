import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { type InetEndpoint, isInet, scopedAddress, type Socket } from '../core/socket/socket';
import type { BindTrial } from '../core/stop/stopEnding';

/** How long a trial may take, in milliseconds: a Unix server that never accepts would keep it waiting. */
const LIMIT_MS = 1000;

/**
 * Whether somebody could listen where that socket did: tries it, for a moment. Node sets SO_REUSEADDR, as nearly every
 * server does, so that closed connections of the port (TIME_WAIT) are no obstacle.
 *
 * @param netns the network namespace of this process: in others nothing can be tried
 */
export async function bindTrial(socket: Socket, netns: number | null): Promise<BindTrial> {
  if (socket.local === null || socket.netns !== netns) return null;
  if ('path' in socket.local) return await tryPath(socket.local.path, socket);
  if (!isInet(socket.local) || socket.local.port === 0) return null;
  if (socket.protocol === 'tcp') {
    const { v6only } = socket.local;
    const trial = await tryTcp(socket.local, v6only === true);
    // Where it is not known whether a wildcard leaves IPv4 alone, another process may have the IPv4 half.
    return trial === 'taken' && socket.family === 'ipv6' && v6only === undefined
      ? await tryTcp(socket.local, true)
      : trial;
  }
  return socket.protocol === 'udp' ? await tryUdp(socket.local, socket.family === 'ipv6') : null;
}

function tryTcp(where: InetEndpoint, ipv6Only: boolean): Promise<BindTrial> {
  return new Promise((resolve) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error) => resolve(refusal(error)));
    server.listen({ host: scopedAddress(where), port: where.port, ipv6Only, exclusive: true }, () => {
      server.close(() => resolve('free'));
    });
  });
}

function tryUdp(where: InetEndpoint, ipv6: boolean): Promise<BindTrial> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: ipv6 ? 'udp6' : 'udp4', ipv6Only: where.v6only === true });
    socket.once('error', (error) => {
      socket.close();
      resolve(refusal(error));
    });
    socket.bind({ address: scopedAddress(where), port: where.port, exclusive: true }, () => {
      socket.close(() => resolve('free'));
    });
  });
}

/** Below 1024 not everybody may, and an address can have left the machine: that tells nothing of others. */
const refusal = (error: NodeJS.ErrnoException): BindTrial => (error.code === 'EADDRINUSE' ? 'taken' : null);

/** Connects to a stream socket's path instead of binding it, since bind(2) would make a file. */
function tryPath(path: string, { type }: Socket): Promise<BindTrial> {
  // Relative to a folder that is not ours; datagrams cannot be tried from here.
  if (!path.startsWith('/')) return Promise.resolve(null);
  if (type !== 'stream') return Promise.resolve(existsSync(path) ? null : 'free');
  return new Promise((resolve) => {
    const connection = connect({ path });
    const done = (trial: BindTrial): void => {
      clearTimeout(timer);
      connection.destroy();
      resolve(trial);
    };
    const timer = setTimeout(() => done(null), LIMIT_MS);
    connection.once('connect', () => done('taken'));
    connection.once('error', ({ code }: NodeJS.ErrnoException) => {
      done(code === 'ENOENT' ? 'free' : code === 'ECONNREFUSED' ? 'leftover' : null);
    });
  });
}

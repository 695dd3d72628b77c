import dgram from 'node:dgram';
import net from 'node:net';

/** Whether somebody accepts connections there. */
export function accepts(where: { port: number } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect('path' in where ? where : { ...where, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Whether somebody holds the UDP port of 127.0.0.1. */
export function holdsUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    socket.once('error', () => resolve(true));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => socket.close(() => resolve(false)));
  });
}

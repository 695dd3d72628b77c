import * as http from 'node:http';
import * as net from 'node:net';
import * as tls from 'node:tls';

export type WebScheme = 'http' | 'https';

interface Place {
  readonly host: string;
  readonly port: number;
}

/** How long a server may take to answer, in milliseconds, before we give up. */
const PATIENCE_MS = 2000;

/**
 * Finds which of the two a server speaks by asking that server alone; `undefined` where it speaks neither, or did not
 * answer in time. Plain HTTP comes first: most servers here speak it, and they would log a TLS greeting as something
 * like an attack. HTTPS servers answer plain HTTP with 400 (nginx, Apache, Go) or hang up (Node), so both lead to the
 * second question.
 */
export async function webScheme(place: Place): Promise<WebScheme | undefined> {
  const status = await httpStatus(place);
  if (status !== undefined && status !== 400) return 'http';
  if (await speaksTls(place)) return 'https';
  return status === undefined ? undefined : 'http';
}

/** Status of `HEAD /`; `undefined`: no HTTP came back. */
function httpStatus({ host, port }: Place): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = http.request({
      host,
      port,
      method: 'HEAD',
      path: '/',
      // Development servers turn away names that they do not know.
      headers: { host: `localhost:${port}` },
      agent: false,
      timeout: PATIENCE_MS,
    });
    request.once('response', (response) => {
      response.destroy();
      resolve(response.statusCode);
    });
    request.once('timeout', () => request.destroy());
    request.once('close', () => resolve(undefined));
    request.once('error', () => resolve(undefined)); // not HTTP, refused, or gone: all the same answer
    request.end();
  });
}

/** Whether a TLS handshake succeeds. Nothing is sent afterwards, so whose certificate it is does not matter. */
function speaksTls({ host, port }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const servername = net.isIP(host) === 0 ? { servername: host } : {};
    const socket = tls.connect({ host, port, rejectUnauthorized: false, ...servername });
    const answer = (speaks: boolean): void => {
      socket.destroy();
      resolve(speaks);
    };
    const giveUp = (): void => answer(false);
    socket.setTimeout(PATIENCE_MS, giveUp);
    socket.once('secureConnect', () => answer(true));
    socket.once('error', giveUp);
    socket.once('close', giveUp);
  });
}

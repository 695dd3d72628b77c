import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import { webScheme } from '../../../src/platform/webScheme';

/** Made for this test alone, valid until 2126, for nobody's name that counts. */
const KEY = `
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvWWHIfvivcU8Ino8
YybTsDvXP7zECNf002G73suxRt+hRANCAARSb/w59z1EDM7ocPoFT1KQw+ioWmZX
KVaf5T2z86VRLXmLhjsjhbJcJpyJAg7JVWNLY7t92kDloCwHADh/HVxI
-----END PRIVATE KEY-----
`;

const CERTIFICATE = `
-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUbfEptGE8QDctOSBRB1L/GR43+dowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIyMTU0MFoYDzIxMjYxMDI4
MjIxNTQwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARSb/w59z1EDM7ocPoFT1KQw+ioWmZXKVaf5T2z86VRLXmLhjsjhbJc
JpyJAg7JVWNLY7t92kDloCwHADh/HVxIo1MwUTAdBgNVHQ4EFgQUhAkIMBlt63G0
ziZ+9Z3HoVODxmEwHwYDVR0jBBgwFoAUhAkIMBlt63G0ziZ+9Z3HoVODxmEwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBpXRNI4utlpqs0nn8nspKf
Uvlj9+6U85YrqPi9DZb3egIhANKNVHYm5X7l6++g8aQAEYZDWapzhaQiuimNo/PX
6U0B
-----END CERTIFICATE-----
`;

describe('which of http and https a server speaks', () => {
  const servers: net.Server[] = [];
  const sockets = new Set<net.Socket>();

  /** Listens on a free port of 127.0.0.1. */
  const listening = async (server: net.Server): Promise<{ host: string; port: number }> => {
    servers.push(server);
    server.on('connection', (socket: net.Socket) => sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { host: '127.0.0.1', port: (server.address() as net.AddressInfo).port };
  };

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
    sockets.clear();
  });

  it('knows http, whatever its status', async () => {
    for (const status of [200, 302, 404, 500]) {
      const place = await listening(
        http.createServer((_request, response) => response.writeHead(status).end()),
      );
      assert.equal(await webScheme(place), 'http');
    }
  });

  it('asks for nothing but the head, once, under a name that development servers know', async () => {
    const asked: string[] = [];
    const place = await listening(
      http.createServer((request, response) => {
        asked.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.host ?? ''}`);
        response.end();
      }),
    );
    await webScheme(place);
    assert.deepEqual(asked, [`HEAD / localhost:${place.port}`]);
  });

  it('knows https of a server that hangs up on plain http', async () => {
    const place = await listening(https.createServer({ key: KEY, cert: CERTIFICATE }));
    assert.equal(await webScheme(place), 'https');
  });

  it('knows https of a server that answers plain http with 400', async () => {
    const secure = await listening(https.createServer({ key: KEY, cert: CERTIFICATE }));
    // As nginx, Apache and Go do: a TLS greeting begins with 0x16.
    const place = await listening(
      net.createServer((socket) => {
        socket.on('error', () => undefined); // the client hangs up as soon as it knows
        socket.once('data', (first) => {
          if (first[0] !== 0x16) {
            socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
            return;
          }
          const behind = net.connect(secure.port, secure.host);
          behind.on('error', () => undefined);
          behind.write(first);
          socket.pipe(behind).pipe(socket);
        });
      }),
    );
    assert.equal(await webScheme(place), 'https');
  });

  it('knows http of a server that means its 400', async () => {
    const place = await listening(http.createServer((_request, response) => response.writeHead(400).end()));
    assert.equal(await webScheme(place), 'http');
  });

  it('says neither of a server that speaks something else, and of a port where nobody is', async () => {
    const place = await listening(net.createServer((socket) => socket.end('220 mail ready\r\n')));
    assert.equal(await webScheme(place), undefined);
    servers.splice(0).forEach((server) => server.close());
    assert.equal(await webScheme(place), undefined);
  });

  it('gives up on a server that says nothing', async () => {
    const place = await listening(net.createServer());
    assert.equal(await webScheme(place), undefined);
  });
});

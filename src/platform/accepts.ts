import { connect } from 'node:net';
import type { AskedName, AskSystem } from '../core/who/askSystem';

/** A connect within this machine is accepted at once, or there is nobody: in milliseconds. */
const CONNECT_MS = 100;

/** Whether anybody accepts a connection there: tries it, for a moment. */
export const accepts: AskSystem['accepts'] = async (where) => {
  if ('path' in where) return await acceptsAt({ path: textOf(where.path) });
  const { port } = where;
  const trials = ['127.0.0.1', '::1'].map((host) => acceptsAt({ host, port }));
  return (await Promise.all(trials)).includes(true);
};

/** net.connect takes no bytes: a name that is no text cannot be tried, and nobody is found there. */
const textOf = ({ text, bytes }: AskedName): string => (bytes === undefined ? text : '');

function acceptsAt(where: { path: string } | { host: string; port: number }): Promise<boolean> {
  if ('path' in where && where.path === '') return Promise.resolve(false);
  return new Promise((resolve) => {
    const connection = connect(where);
    const done = (accepted: boolean): void => {
      clearTimeout(timer);
      connection.destroy();
      resolve(accepted);
    };
    const timer = setTimeout(() => done(false), CONNECT_MS);
    connection.once('connect', () => done(true));
    // EPROTOTYPE: somebody takes datagrams there.
    connection.once('error', ({ code }: NodeJS.ErrnoException) => done(code === 'EPROTOTYPE'));
  });
}

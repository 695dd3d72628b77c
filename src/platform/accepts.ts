import { connect } from 'node:net';
import type { AskedName, AskSystem } from '../core/who/askSystem';

/** How long a connect may take, in milliseconds: within this machine a listener accepts at once. */
const CONNECT_MS = 100;

/** Whether a server accepts connections there, found by connecting for a moment. */
export const accepts: AskSystem['accepts'] = async (where) => {
  if ('path' in where) return await acceptsAt({ path: textOf(where.path) });
  const { port } = where;
  const trials = ['127.0.0.1', '::1'].map((host) => acceptsAt({ host, port }));
  return (await Promise.all(trials)).includes(true);
};

/** net.connect takes no bytes: a name that is not text cannot be tried, and counts as not accepted. */
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
    // EPROTOTYPE: a socket of datagrams has this name.
    connection.once('error', ({ code }: NodeJS.ErrnoException) => done(code === 'EPROTOTYPE'));
  });
}

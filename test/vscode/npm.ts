/**
 * The npm that runs us, as a program and its first arguments: no shell, also where `npm` is a batch file.
 *
 * @throws outside `npm run`
 */
export function npm(...args: string[]): [program: string, args: string[]] {
  const cli = process.env['npm_execpath'];
  if (!cli) throw new Error('Start this through npm: `npm start`, `npm test`, `npm run …`.');
  return [process.execPath, [cli, ...args]];
}

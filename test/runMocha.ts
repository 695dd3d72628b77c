import { spawnSync } from 'node:child_process';
import { repository } from './vscode/repository.js';

/**
 * Runs mocha in a process of its own, on TypeScript, without a configuration file: mocha would add the files listed there
 * to those that are given. Answers its exit status; 1 where a signal ended it.
 */
export function runMocha(args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  const mocha = ['--import', 'tsx', 'node_modules/mocha/bin/mocha.js', '--no-config', ...args];
  return spawnSync(process.execPath, mocha, { cwd: repository, env, stdio: 'inherit' }).status ?? 1;
}

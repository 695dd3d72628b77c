import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { Reporter } from '../reporter.js';

/** VS Code calls this in the extension host, and ends with exit code 0, or with 1 when it throws. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(`[test]${format(...args)}`);
  const mocha = new Mocha({ timeout: 60_000, reporter: Reporter, color: false });
  for (const file of fs.readdirSync(__dirname).sort())
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

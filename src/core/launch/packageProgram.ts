import { baseName } from '../text/paths';

/** Names of files that don't say what they are part of. */
const NAMELESS = new Set([
  'bin',
  'cli',
  'index',
  'main',
  'run',
  'start',
  'server',
  'entry',
  'launcher',
  'default',
]);

/** Packages whose program is called otherwise. */
const PACKAGE_PROGRAMS: ReadonlyMap<string, string> = new Map([
  ['@angular/cli', 'ng'],
  ['@cloudflare/wrangler', 'wrangler'],
  ['@ionic/cli', 'ionic'],
  ['@nestjs/cli', 'nest'],
  ['@playwright/test', 'playwright'],
  ['@react-router/dev', 'react-router'],
  ['@remix-run/dev', 'remix'],
  ['@shopify/cli', 'shopify'],
  ['@storybook/cli', 'storybook'],
  ['@vue/cli-service', 'vue-cli-service'],
  ['@web/dev-server', 'wds'],
  ['firebase-tools', 'firebase'],
  ['netlify-cli', 'netlify'],
]);

/** The program that a file below node_modules belongs to. */
export function packageProgram(script: string): string | undefined {
  const at = script.replaceAll('\\', '/').lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  // pnpm's shims: `node_modules/.bin/../vite/bin/vite.js`
  const inside = script.slice(at + 'node_modules/'.length).replace(/^\.bin[/\\]\.\.[/\\]/, '');
  const [first = '', second = '', ...rest] = inside.split(/[/\\]/);
  if (first === '.bin') return second;
  const scoped = first.startsWith('@');
  const name = scoped ? `${first}/${second}` : first;
  const stem = baseName(script).replace(/\.[cm]?[jt]s$/, '');
  if (name === 'typescript' || name === 'corepack') return stem;
  const known = PACKAGE_PROGRAMS.get(name);
  if (known !== undefined) return known;
  const inBin = [second, ...rest].includes('bin');
  // npm's and npx's own files are `bin/npm-cli.js` and `bin/npx-cli.js`.
  return inBin && !NAMELESS.has(stem) ? stem.replace(/-cli$/, '') : scoped ? second : first;
}

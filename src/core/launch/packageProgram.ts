import { baseName } from '../text/paths';

/** Names of files, and of packages in a scope, that don't say what they are part of. */
const NAMELESS = new Set([
  'bin',
  'cli',
  'cmd',
  'core',
  'dev',
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
  ['@azure/static-web-apps-cli', 'swa'],
  ['@babel/node', 'babel-node'],
  ['@capacitor/cli', 'cap'],
  ['@cloudflare/wrangler', 'wrangler'],
  ['@google-cloud/functions-framework', 'functions-framework'],
  ['@ionic/cli', 'ionic'],
  ['@marp-team/marp-cli', 'marp'],
  ['@nestjs/cli', 'nest'],
  ['@playwright/test', 'playwright'],
  ['@quasar/app-vite', 'quasar'],
  ['@quasar/app-webpack', 'quasar'],
  ['@react-native-community/cli', 'react-native'],
  ['@react-router/dev', 'react-router'],
  ['@redwoodjs/cli', 'rw'],
  ['@remix-run/dev', 'remix'],
  ['@shopify/cli', 'shopify'],
  ['@stoplight/prism-cli', 'prism'],
  ['@storybook/cli', 'storybook'],
  ['@sveltejs/kit', 'svelte-kit'],
  ['@tauri-apps/cli', 'tauri'],
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
  if (inBin && !NAMELESS.has(stem)) return stem.replace(/-cli$/, '');
  if (!scoped) return first.replace(/-cli$/, '');
  return NAMELESS.has(second) ? first.slice(1) : second.replace(/-cli$/, '');
}

/**
 * A package manager's own script, wherever Corepack, Volta or a project keeps it: `…/corepack/v1/yarn/4.5.3/yarn.js`,
 * `.yarn/releases/yarn-4.1.0.cjs`, `…/npm/10.8.2/bin/npm-cli.js`.
 */
export const packageManagerScript = (script: string): string | undefined =>
  /[/\\](yarn|yarnpkg|pnpm|pnpx|npm|npx|bun)(?:-cli)?(?:-\d[\d.]{0,20})?(?:\.[cm]?js)?$/.exec(
    script.slice(-60),
  )?.[1];

import js from '@eslint/js';
import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/** Shows a broken border in the editor. `test/unit/architecture.test.ts` holds the whole table (ARCHITECTURE.md, "The house"). */
const border = (files, message, ...patterns) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [{ regex: patterns.join('|'), message }] },
    ],
  },
});

const AMBIENT =
  'core has no clock, no process, no network: hand the value in (ARCHITECTURE.md, "The house").';

export default tseslint.config(
  { ignores: ['**/node_modules', 'dist', 'out', '.vscode-dev', 'test/vscode/shims'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { 'import-sort': importSort },
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^[^.]', '^\\.\\.', '^\\.']] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // node:test-like globals of mocha return promises that mocha itself awaits.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'performance',
          'setTimeout',
          'setInterval',
          'fetch',
          'Buffer',
          'require',
          'console',
        ].map((name) => ({ name, message: AMBIENT })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: AMBIENT },
        {
          selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
          message: AMBIENT,
        },
        {
          selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
          message: AMBIENT,
        },
      ],
    },
  },
  border(
    ['src/core/**'],
    'core imports core, jsonc-parser and yaml only.',
    '^(?!\\.{1,2}/|jsonc-parser$|yaml$)',
    '/(platform|host)/',
  ),
  border(
    ['src/platform/**'],
    'platform imports core, node: and its own libraries only.',
    '^vscode$',
    '/(host|monitor|stopper|protocol|extension|cli)(/|$)',
  ),
  border(
    ['src/host/**'],
    'host imports core, monitor, stopper, protocol and vscode only.',
    '^node:',
    '/platform(/|$)',
    '/(extension|cli)$',
  ),
  border(
    ['webview-ui/**'],
    'webview-ui imports core, protocol and its libraries only.',
    '^(vscode|node:)',
    '/(platform|host|monitor|stopper|extension|cli)(/|$)',
  ),
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        __filename: 'readonly',
        URL: 'readonly',
      },
    },
  },
);

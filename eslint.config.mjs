import path from 'node:path';
import js from '@eslint/js';
import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';
import { allowanceOf, roomOf } from './house.js';

/** Shows a broken border in the editor (house.json; ARCHITECTURE.md, "The house"). */
const border = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { broken: '{{ paths }} may not import {{ name }} (house.json).' },
  },
  create(context) {
    const file = path
      .relative(import.meta.dirname, context.filename)
      .split(path.sep)
      .join('/');
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || allowanceOf(file, source.value) !== undefined) return;
      const paths = roomOf(file)?.paths.join(', ') ?? file;
      context.report({ node: source, messageId: 'broken', data: { paths, name: source.value } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
    };
  },
};

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
  {
    files: ['src/**/*.ts', 'webview-ui/**/*.ts'],
    plugins: { house: { rules: { border } } },
    rules: { 'house/border': 'error' },
  },
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

import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const doorsToTime = [
  { object: 'Date', property: 'now', message: 'Take the time from a Clock (src/base/clock.ts).' },
  { object: 'performance', property: 'now', message: 'Take the time from a Clock (src/base/clock.ts).' },
  { object: 'Math', property: 'random', message: 'Take chance from a Random (src/base/random.ts).' },
];
const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Wait with a Clock (src/base/clock.ts).',
}));
const processGlobal = {
  name: 'process',
  message: 'Only src/cli, the backends and src/base/processes talk to the process.',
};

export default defineConfig(
  { ignores: ['node_modules', 'reports', 'coverage', 'packages/*/dist', '**/generated', '**/*.mjs'] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/method-signature-style': ['error', 'property'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-properties': ['error', ...doorsToTime],
      'no-restricted-globals': ['error', ...timers, processGlobal],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      complexity: ['error', 12],
      'no-console': 'error',
    },
  },
  {
    files: ['src/base/system-clock.ts', 'src/base/virtual-clock.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/cli/**', 'src/backends/**', 'src/base/processes/**', 'scripts/**', 'packages/*/scripts/**'],
    rules: { 'no-restricted-globals': ['error', ...timers], 'no-console': 'off' },
  },
  {
    files: ['test/**', 'packages/*/test/**'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);

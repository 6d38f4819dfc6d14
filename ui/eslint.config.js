import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a name is found by search and kept by renames.',
};
const noInnerHtml = {
  selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
  message: 'Use SafeHtml of the kit.',
};

const effectValue = {
  selector:
    'CallExpression[callee.name=/^use(Layout|Insertion)?Effect$/] > ArrowFunctionExpression[body.type!=/^(BlockStatement|ArrowFunctionExpression|UnaryExpression)$/]',
  message: 'An effect gives back a clean-up or nothing: some browser methods return promises where the types say void.',
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.ts', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strict, a11y.flatConfigs.strict],
    plugins: { 'react-hooks': hooks },
    languageOptions: { globals: globals.browser },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', noDefaultExport, noInnerHtml, effectValue],
      'no-console': 'error',
      'no-eval': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 400],
      'jsx-a11y/no-autofocus': 'off',
    },
  },
  { files: ['src/lib/text/**'], rules: { 'max-lines': 'off' } },
  { files: ['scripts/**', '*.config.*', 'e2e/**', 'bench/**'], languageOptions: { globals: globals.node }, rules: { 'no-console': 'off' } },
);

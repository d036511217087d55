import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/*.js', '**/*.d.ts', 'lib/assets/**', '**/cdk.out', '**/node_modules', 'dist', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      // templates are any JSON, and resolving them is what core is for
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-shadow': 'off',
      '@typescript-eslint/no-shadow': 'error',
      // `interface SecureBucketProps extends s3.BucketProps {}`: jsii knows no type aliases
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // what happens in somebody else's synthesis is a finding or an error, never a line on their console
    files: ['lib/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
);

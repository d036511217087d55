// The slow suites: they deploy to an emulator, pack the library or spawn the real CLI. `npm run test:slow`.
const { jest } = require('./package.json');

module.exports = {
  ...jest,
  testMatch: ['<rootDir>/test/{emulated,packaged,cli-real}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', 'cdk\\.out'],
  testTimeout: 600_000,
  maxWorkers: 1,
};

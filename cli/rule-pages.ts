// eslint-disable-next-line @typescript-eslint/no-require-imports
const repository: string = require('../package.json').repository.url;

export const PROJECT_PAGE = repository.replace(/^git\+/, '').replace(/\.git$/, '');

/** The page of a rule, for a browser. */
export const rulePage = (ruleId: string): string => `${PROJECT_PAGE}/blob/main/docs/rules/${ruleId}.md`;

// Makes the exports of lib/index.js that need cdk-nag load on first use. Run after every jsii compile.
const { readFileSync, writeFileSync } = require('fs');
const { join } = require('path');

const LAZY = ['./gate/serverless-security-checks'];
const file = join(__dirname, '..', 'lib', 'index.js');
let text = readFileSync(file, 'utf8');
for (const path of LAZY) {
  const quoted = path.replace(/[/.]/g, '\\$&');
  const required = new RegExp(`^(?:var|const) (\\w+) = require\\("${quoted}"\\);\\n`, 'm').exec(text);
  if (required) {
    const [line, variable] = required;
    text = text.replace(line, '').replaceAll(`return ${variable}.`, `return require("${path}").`);
  } else if (!text.includes(`require("${path}").`)) {
    throw new Error(`expected lib/index.js to load ${path}, found no such line; adapt scripts/lazy-index.js`);
  }
}
writeFileSync(file, text);
